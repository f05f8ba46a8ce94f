import path from 'node:path'
import pino from 'pino'
import type { LogLine } from '../../contract/events.ts'
import type { Settings } from '../../contract/settings.ts'
import { boundLogLine } from './bounded-log-line.ts'
import { rotatingFile } from './rotating-file.ts'

export const logFile = (dataDir: string): string => path.join(dataDir, 'logs', 'postern.log')

/** Of 2 MiB each, so that all of them together stay about 10 MiB. */
export const olderLogs = 4
const maxBytes = 2 * 1024 * 1024

/** The connection log: one JSON object a line, at the level of the settings. */
export const createLog = (dataDir: string, level: Settings['logLevel']): ((line: LogLine) => void) => {
  const log = pino(
    { level, base: { pid: process.pid }, timestamp: false, formatters: { level: (label) => ({ level: label }) } },
    rotatingFile(logFile(dataDir), { limit: maxBytes, older: olderLogs }),
  )
  return (line) => {
    const { level: lineLevel, ...rest } = boundLogLine(line)
    log[lineLevel](rest)
  }
}
