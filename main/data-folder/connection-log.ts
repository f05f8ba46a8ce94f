import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import pino from 'pino'
import type { LogLine } from '../../contract/events.ts'
import type { Settings } from '../../contract/settings.ts'

const maxBytes = 2 * 1024 * 1024

export const logFile = (dataDir: string): string => path.join(dataDir, 'logs', 'postern.log')

/** Appends lines to `file`; where it has grown to `limit` bytes it becomes `file`.1 in place of the last one. */
export const boundedFile = (file: string, limit = maxBytes): { readonly write: (line: string) => void } => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  return {
    // Opened by name for each line, so that several Posterns share the file and see each other's turning of it.
    write: (line) => {
      try {
        if (sizeOf(file) >= limit) renameSync(file, `${file}.1`)
        appendFileSync(file, line, { mode: 0o600 })
      } catch {
        // A full disk must not end a tunnel that works.
      }
    },
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** The connection log: one JSON object a line, at the level of the settings. */
export const createLog = (dataDir: string, level: Settings['logLevel']): ((line: LogLine) => void) => {
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
      // SECURITY: lines hold no secret by their making; this is for the day that one is handed over whole.
      redact: ['password', 'passphrase', 'secret', 'privateKey'],
    },
    boundedFile(logFile(dataDir)),
  )
  return ({ time, level: lineLevel, account, message, failure }) =>
    log[lineLevel]({ time, account, ...(failure === undefined ? {} : { failure }) }, message)
}
