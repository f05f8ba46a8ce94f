import type { LogLine } from '../../contract/events.ts'

/** Writes one line of the connection log. SECURITY: never with a secret in it. */
export type Log = (level: LogLine['level'], message: string) => void
