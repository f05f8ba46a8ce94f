import { localeTags, type Language } from './language.ts'

/** A date in ISO 8601 as people write it, in local time: `30 November 2026`. A text that is no date stays as it is. */
export const formatDate = (iso: string, language: Language): string => {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(localeTags[language], { dateStyle: 'long' }).format(date)
}
