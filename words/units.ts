import { localeTags, type Language } from './language.ts'

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes as people read them, in steps of 1000 with two figures or more: `0 B`, `999 B`, `1.2 kB`, `12 MB`. */
export const formatBytes = (bytes: number, language: Language): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  const format = new Intl.NumberFormat(localeTags[language], { maximumFractionDigits: step > 0 && value < 10 ? 1 : 0 })
  return `${format.format(value)} ${units[step] ?? ''}`
}

/** A rate in bytes per second. */
export const formatRate = (bytesPerSecond: number, language: Language): string => `${formatBytes(bytesPerSecond, language)}/s`

/** A span of time in its largest whole unit: `45 s`, `3 min`, `2 h`. */
export const formatDuration = (milliseconds: number, language: Language): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const number = new Intl.NumberFormat(localeTags[language])
  if (seconds < 60) return `${number.format(seconds)} s`
  if (seconds < 3600) return `${number.format(Math.floor(seconds / 60))} min`
  if (seconds < 86_400) return `${number.format(Math.floor(seconds / 3600))} ${language === 'nl' ? 'u' : 'h'}`
  return `${number.format(Math.floor(seconds / 86_400))} d`
}
