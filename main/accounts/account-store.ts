import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import type { Onboarding } from '../../contract/onboarding.ts'
import type { Settings } from '../../contract/settings.ts'
import type { KeptFile } from '../data-folder/kept-file.ts'

/** The content of settings.json. Holds no secret. */
export interface StoredData {
  readonly accounts: readonly Account[]
  readonly identities: readonly Identity[]
  readonly settings: Settings
  /** The unfinished wizard. */
  readonly onboarding?: Onboarding | undefined
}

/**
 * The file with everything that a person configured. The command line opens it with conf, the Electron shell with electron-store.
 */
export type AccountStore = KeptFile<StoredData>
