import en from '../assets/locales/en.json'
import nl from '../assets/locales/nl.json'
import type { LogLine } from '../contract/events.ts'
import type { LogEntry, LogEntryName, LogField } from '../contract/log-entry.ts'
import type { Language } from './language.ts'
import { printable } from './printable.ts'
import type { Translate } from './translate.ts'

/** The words of every entry. An entry without words in each language does not compile. */
export const logEntryWords: Readonly<Record<Language, Readonly<Record<LogEntryName, string>>>> = {
  en: en.log.entry,
  nl: nl.log.entry,
}

const valuesOf = (t: Translate, entry: LogEntry): object => {
  if (entry.name === 'client-refused' || entry.name === 'clients-refused')
    return { ...entry, reason: t(`log.refused.${entry.reason}`) }
  if (entry.name === 'certificate-pinned') return { ...entry, by: t(`log.pinnedBy.${entry.by}`) }
  return 'secret' in entry ? { ...entry, secret: t(`log.secret.${entry.secret}`) } : entry
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join(', ') : printable(String(value)))

/** An entry of the log in the person's language, on one line. */
export const logText = (t: Translate, entry: LogEntry): string => {
  const values = Object.entries(valuesOf(t, entry)).map(([field, value]) => [field, textOf(value)] as const)
  // The words of an entry use only its own values, as log-text.test.ts shows for each.
  return t(`log.entry.${entry.name}`, Object.fromEntries(values) as Record<LogField, string>)
}

/** The subject of a line: its account, or Postern itself. */
export const logSubject = ({ account }: Pick<LogLine, 'account'>): string => printable(account ?? 'Postern')
