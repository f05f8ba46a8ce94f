import type { Account } from '../../contract/account.ts'
import type { Ask } from '../../contract/question.ts'
import type { Connection } from '../ssh/connection.ts'

/**
 * From an account to a connection that is up: builds the log-in methods from the account, its identity and the vault; judges the host
 * key; on `host-key-unknown` asks, then connects again with that key pinned and remembers it after the handshake; keeps a secret that
 * a person wants remembered once it has worked; goes through the account's jump host.
 */
export type OpenConnection = (
  account: Account,
  options: {
    readonly ask: Ask
    readonly signal?: AbortSignal
    /** Only these methods, for the proof after a key was installed. */
    readonly only?: Account['authentication']
    readonly log?: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void
  },
) => Promise<OpenedConnection>

/** A connection and the jump connections under it; `end` closes them all. */
export interface OpenedConnection {
  readonly connection: Connection
  readonly end: () => Promise<void>
}
