import type { LogLine } from '../../contract/events.ts'
import { logLevels } from '../../contract/settings.ts'
import { printable } from '../../words/printable.ts'

export interface LogFilter {
  /** Undefined for all of them. */
  readonly account: string | undefined
  /** This one and worse. */
  readonly level: LogLine['level']
  /** Stands in the line somewhere, in upper or lower case; empty for any line. */
  readonly text: string
}

/** The lines that a person asked to see, in their order. */
export const filterLines = (lines: readonly LogLine[], { account, level, text }: LogFilter): readonly LogLine[] => {
  const lowest = logLevels.indexOf(level)
  const wanted = text.trim().toLowerCase()
  return lines.filter(
    (line) =>
      (account === undefined || line.account === account) &&
      logLevels.indexOf(line.level) >= lowest &&
      (wanted === '' || lineText(line).toLowerCase().includes(wanted)),
  )
}

/** `2026-11-21T10:02:07Z warn Work: the connection was lost`: as it stands in a report, whatever the language and the time zone. */
export const lineText = ({ time, level, account, message }: LogLine): string =>
  `${time.replace(/\.\d+Z$/, 'Z')} ${level} ${printable(account)}: ${printable(message)}`

export const linesText = (lines: readonly LogLine[]): string => lines.map((line) => `${lineText(line)}\n`).join('')

/** Whose lines there are: the accounts as they are configured, then what else has written (Postern itself, an account that was removed). */
export const accountsInLog = (lines: readonly LogLine[], configured: readonly string[]): readonly string[] => [
  ...new Set([...configured, ...lines.map(({ account }) => account)]),
]
