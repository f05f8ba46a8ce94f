import type { KeyObject } from 'node:crypto'
import type { KeyNumbers } from './key-numbers.ts'

/** A key pair, decrypted. */
export interface OpenedKey {
  readonly numbers: KeyNumbers
  readonly comment: string
}

/** One whose halves belong together, ready to sign. */
export interface CheckedKey extends OpenedKey {
  readonly keyObject: KeyObject
}

/** A private key file, read and not yet decrypted. */
export interface KeyFile {
  readonly encrypted: boolean
  /** The public key, where the file shows it without its passphrase. Only `open` proves it. */
  readonly publicBlob: Buffer | undefined
  readonly comment: string
  /**
   * Decrypts and checks. `passphrase` is ignored where the file is not encrypted. Rejects WrongPassphraseError, and
   * UnreadableKeyError where the file is damaged.
   */
  readonly open: (passphrase: string) => Promise<CheckedKey>
}
