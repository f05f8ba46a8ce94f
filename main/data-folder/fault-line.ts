import type { LogLine } from '../../contract/events.ts'
import { programFault } from '../../contract/log-entry.ts'

/** Returns the line of the log for a fault of Postern, with its stack trace. */
export const faultLine = (error: unknown): LogLine => ({
  time: new Date().toISOString(),
  level: 'error',
  entry: programFault(error),
})
