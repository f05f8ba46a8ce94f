import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import type { Onboarding } from '../../contract/onboarding.ts'
import type { Settings } from '../../contract/settings.ts'

/** All that is written to settings.json. Holds no secret. */
export interface StoredData {
  readonly accounts: readonly Account[]
  readonly identities: readonly Identity[]
  readonly settings: Settings
  /** The unfinished wizard. */
  readonly onboarding?: Onboarding | undefined
}

/**
 * The one file of what a person configured. Reads give the file as it stands; `update` is the only way to write.
 * The command line keeps it with conf; the Electron shell opens the same file with electron-store.
 */
export interface AccountStore {
  /** Rejects with FailureError `store-corrupt` (the file was set aside, the last good copy is in its place), `store-newer` or `file-not-readable`. */
  read: () => Promise<StoredData>
  /**
   * Takes the writer's lock across processes, reads, applies `change`, validates and writes atomically, keeping the last good copy.
   * Rejects with FailureError `store-held` where another process holds the lock too long, `store-corrupt` (the file was set
   * aside), `store-newer`, `file-not-readable`, `file-not-writable`, or what `change` throws; then nothing is written.
   */
  update: (change: (data: StoredData) => StoredData) => Promise<StoredData>
}
