import type { LogLine } from '../../contract/events.ts'

/**
 * Writes one line of the connection log: an entry, and the failure that it is about. SECURITY: a value must never hold a secret.
 */
export type Log = (level: LogLine['level'], entry: LogLine['entry'], failure?: LogLine['failure']) => void

/** Returns the log of one account, by its name. */
export type LogFor = (account: string) => Log
