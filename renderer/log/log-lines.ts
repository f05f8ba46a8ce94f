import type { LogLine } from '../../contract/events.ts'
import { logLevels } from '../../contract/settings.ts'
import { failureText } from '../../words/failure-text.ts'
import { logSubject, logText } from '../../words/log-text.ts'
import type { Translate } from '../../words/translate.ts'

export interface LogFilter {
  /** Undefined for all accounts. */
  readonly account: string | undefined
  /** This level and the worse ones. */
  readonly level: LogLine['level']
  /** A text that the line contains, in upper or lower case; empty for any line. */
  readonly text: string
}

/** The lines that pass the filter, in their order. The text is searched in the words of `t`'s language. */
export const filterLines = (t: Translate, lines: readonly LogLine[], { account, level, text }: LogFilter): readonly LogLine[] => {
  const lowest = logLevels.indexOf(level)
  const wanted = text.trim().toLowerCase()
  return lines.filter(
    (line) =>
      (account === undefined || line.account === account) &&
      logLevels.indexOf(line.level) >= lowest &&
      (wanted === '' || lineText(t, line).toLowerCase().includes(wanted)),
  )
}

/**
 * `2026-11-21T10:02:07Z warn Work: the server refused the password`: a line of the log as text, with the time in UTC, and with the failure
 * that it is about.
 */
export const lineText = (t: Translate, line: LogLine): string => {
  const about = line.failure === undefined ? '' : `: ${failureText(t, line.failure).message}`
  return `${line.time.replace(/\.\d+Z$/, 'Z')} ${line.level} ${logSubject(line)}: ${logText(t, line.entry)}${about}`
}

export const linesText = (t: Translate, lines: readonly LogLine[]): string => lines.map((line) => `${lineText(t, line)}\n`).join('')

/** The accounts that have lines: first those that are configured, then those that were removed. */
export const accountsInLog = (lines: readonly LogLine[], configured: readonly string[]): readonly string[] => [
  ...new Set([...configured, ...lines.flatMap(({ account }) => account ?? [])]),
]
