import type { IdentityReference } from '../../contract/account.ts'
import type { Identity, PassphraseChoice, PublicIdentity } from '../../contract/identity.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'
import type { PrivateKey } from '../ssh/connection.ts'

/** A private key file of this computer by its path, or the text of one that the person picked in the window. */
export type KeySource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string }

/** The service of key pairs. Rejects with FailureError. */
export interface IdentityService {
  list: () => Promise<readonly Identity[]>
  /** Rejects `identity-not-found`. */
  find: (name: string) => Promise<Identity>
  /**
   * Makes a key pair off the event loop, writes it encrypted, reads it back and compares. Rejects `identity-exists`, `input-invalid`
   * (an empty passphrase or an invalid name), `file-not-writable`, and for `kept: 'keychain'` its failures. After a failure nothing remains.
   */
  create: (options: {
    readonly name: string
    readonly type: 'ed25519' | 'rsa'
    readonly passphrase: PassphraseChoice
    readonly comment?: string
  }) => Promise<Identity>
  /**
   * Imports a private key of OpenSSH, PEM, PKCS8 or PuTTY (v2, v3), encrypted with a new passphrase. The file itself stays as it is. Rejects
   * `key-unreadable`, `key-not-found`, `passphrase-wrong`, `secret-needed`, `identity-exists` (also where the same key is kept under
   * another name), and the failures of `create`. A failure about a text contains the name of the new identity.
   */
  import: (options: {
    readonly name: string
    readonly from: KeySource
    readonly current: PassphraseAsker
    readonly passphrase: PassphraseChoice
  }) => Promise<Identity>
  /**
   * Encrypts the key file with a new passphrase, which the person or the keychain keeps from now on. A key whose passphrase the person
   * keeps is opened with the answer of `current`, never with a remembered passphrase; one of the keychain is opened without a question.
   * The old file stays whole until the new one was read back and compared. After a failure, file, keychain and list are unchanged.
   * Rejects `identity-not-found`, `input-invalid`, `secret-needed`, `passphrase-wrong`, `key-unreadable`, `key-not-found`,
   * `file-not-writable`, and the failures of the keychain where it has the old passphrase or gets the new one.
   */
  changePassphrase: (options: {
    readonly name: string
    readonly current: PassphraseAsker
    readonly passphrase: PassphraseChoice
  }) => Promise<Identity>
  /**
   * Deletes the key file and the keychain's passphrase. With `evenInUse` the accounts that use the key lose it in the same step and log in by
   * their other methods; an account with no other method fails with `secret-needed`. Rejects `identity-not-found`, `identity-in-use`,
   * `keychain-locked`.
   */
  remove: (name: string, options?: { readonly evenInUse?: boolean }) => Promise<Identity>
  /** Returns the public half of a key, without its passphrase. Rejects `key-unreadable`, `key-not-found`, `identity-not-found`. */
  inspect: (reference: IdentityReference) => Promise<PublicIdentity>
  /**
   * Returns the private key, decrypted, in memory alone. The keychain is asked first, then `ask`. `typedPassphrase` is
   * the typed passphrase that fitted, where the keychain may keep it under `fingerprint`. Rejects `passphrase-wrong` (the person gave up),
   * `secret-needed` (nobody answered), `key-unreadable`, `key-not-found`.
   */
  unlock: (
    reference: IdentityReference,
    ask: PassphraseAsker,
  ) => Promise<{ readonly privateKey: PrivateKey; readonly fingerprint: string; readonly typedPassphrase?: string }>
}
