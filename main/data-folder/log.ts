import type { LogLine } from '../../contract/events.ts'

/**
 * Writes one line of the connection log: what happened, and the failure that the line is about. SECURITY: never with a secret in a value.
 */
export type Log = (level: LogLine['level'], entry: LogLine['entry'], failure?: LogLine['failure']) => void
