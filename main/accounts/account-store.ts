import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import type { Onboarding } from '../../contract/onboarding.ts'
import type { Settings } from '../../contract/settings.ts'

/** The content of settings.json. Holds no secret. */
export interface StoredData {
  readonly accounts: readonly Account[]
  readonly identities: readonly Identity[]
  readonly settings: Settings
  /** The unfinished wizard. */
  readonly onboarding?: Onboarding | undefined
}

/**
 * The file with everything that a person configured. `read` reads it afresh each time; `update` is the only way to write.
 * The command line opens it with conf, the Electron shell with electron-store.
 */
export interface AccountStore {
  /** Rejects with FailureError `store-corrupt` (the file was set aside, the last good copy is in its place), `store-newer` or `file-not-readable`. */
  read: () => Promise<StoredData>
  /**
   * Locks the file against other processes, reads, applies `change`, validates and writes atomically, and keeps the last good copy.
   * Rejects with FailureError `store-held` if another process holds the lock too long, `store-corrupt` (the file was set
   * aside), `store-newer`, `file-not-readable`, `file-not-writable`, or the error that `change` throws. Nothing is written then.
   */
  update: (change: (data: StoredData) => StoredData) => Promise<StoredData>
}
