import type { LogLine } from '../../contract/events.ts'
import { programFault } from '../../contract/log-entry.ts'

/** Returns the line of the log for a fault of Postern, with where it came from. */
export const faultLine = (error: unknown): LogLine => ({
  time: new Date().toISOString(),
  level: 'error',
  entry: programFault(error),
})
