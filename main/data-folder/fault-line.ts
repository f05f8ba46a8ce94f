import type { LogLine } from '../../contract/events.ts'

/** A fault of Postern as a line of the log, with where it came from. */
export const faultLine = (error: unknown): LogLine => ({
  time: new Date().toISOString(),
  level: 'error',
  account: '',
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
})
