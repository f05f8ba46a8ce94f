import { SettingsSchema, type Settings } from '../../contract/settings.ts'
import { localeTags, type Language } from '../../words/language.ts'

/** The settings that are only a number of seconds, in the order of the page. */
export const secondsSettings = [
  'connectTimeoutSeconds',
  'logInTimeoutSeconds',
  'keepaliveSeconds',
  'keepaliveTimeoutSeconds',
  'maxRetrySeconds',
] as const satisfies readonly (keyof Settings)[]
export type SecondsSetting = (typeof secondsSettings)[number]

export interface Bounds {
  readonly least: number
  readonly most: number
}

/** The bounds of the setting in the contract, which main checks too. */
export const boundsOf = (name: SecondsSetting): Bounds => {
  const { minValue, maxValue } = SettingsSchema.shape[name].unwrap()
  if (minValue === null || maxValue === null) throw new Error(`${name} has no bounds`)
  return { least: minValue, most: maxValue }
}

/** The typed whole number of seconds, or undefined where main would refuse it. */
export const readSeconds = (typed: string, { least, most }: Bounds): number | undefined => {
  const text = typed.trim()
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return seconds >= least && seconds <= most ? seconds : undefined
}

/** A span of whole seconds in the largest exact unit: `5 seconds`, `90 seconds`, `5 minutes`, `2 hours`. */
export const exactDuration = (seconds: number, language: Language): string => {
  const [unit, length] =
    seconds % 3600 === 0 ? (['hour', 3600] as const) : seconds % 60 === 0 ? (['minute', 60] as const) : (['second', 1] as const)
  return new Intl.NumberFormat(localeTags[language], { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length)
}
