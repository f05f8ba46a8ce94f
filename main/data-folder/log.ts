import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'

/**
 * Writes one line of the connection log: what happened, in English, and the failure that it is about, which a shell says in the person's
 * language. SECURITY: never with a secret in it.
 */
export type Log = (level: LogLine['level'], message: string, failure?: Failure) => void
