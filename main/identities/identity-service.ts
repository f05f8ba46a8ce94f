import type { IdentityReference } from '../../contract/account.ts'
import type { Identity, PassphraseChoice, PublicIdentity } from '../../contract/identity.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'

/** A private key file of this computer by its path, or the text of one that the person picked in the window. */
export type KeySource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string }

/** Key pairs: what the shells do with them. Rejects with FailureError. */
export interface IdentityService {
  list: () => Promise<readonly Identity[]>
  /** Rejects `identity-not-found`. */
  find: (name: string) => Promise<Identity>
  /**
   * Makes a key pair off the event loop, writes it encrypted, reads it back and compares. Rejects `identity-exists`, `input-invalid`
   * (an empty passphrase, a name that cannot be), `file-not-writable`, and for `kept: 'keychain'` its failures; then nothing remains.
   */
  create: (options: {
    readonly name: string
    readonly type: 'ed25519' | 'rsa'
    readonly passphrase: PassphraseChoice
    readonly comment?: string
  }) => Promise<Identity>
  /**
   * Brings a private key of OpenSSH, PEM, PKCS8 or PuTTY (v2, v3) in, encrypted anew; the file itself is left as it is. Rejects
   * `key-unreadable`, `key-not-found`, `passphrase-wrong`, `secret-needed`, `identity-exists` (also where the same key is kept under
   * another name), and what `create` rejects. The failures of a text name the key that it was to become.
   */
  import: (options: {
    readonly name: string
    readonly from: KeySource
    readonly current: PassphraseAsker
    readonly passphrase: PassphraseChoice
  }) => Promise<Identity>
  /**
   * Encrypts the key file anew and says who holds its passphrase from now on. A key whose passphrase is asked for is opened by what
   * `current` answers, never by what the keychain remembers; for one of the keychain, the keychain gives it and nobody is asked. The old
   * file stays whole until the new one was read back and compared, and where anything fails, file, keychain and list are as they were.
   * Rejects `identity-not-found`, `input-invalid`, `secret-needed`, `passphrase-wrong`, `key-unreadable`, `key-not-found`,
   * `file-not-writable`, and where the keychain is to give or to take a passphrase, its failures.
   */
  changePassphrase: (options: {
    readonly name: string
    readonly current: PassphraseAsker
    readonly passphrase: PassphraseChoice
  }) => Promise<Identity>
  /**
   * Deletes the key file and the keychain's passphrase. With `evenInUse` the accounts that log in with it lose it in the same step, and
   * log in by the others of their ways: agent, password. One that had the key alone has no way left, and says `secret-needed`. Rejects
   * `identity-not-found`, `identity-in-use`, `keychain-locked`.
   */
  remove: (name: string, options?: { readonly evenInUse?: boolean }) => Promise<Identity>
  /** What can be shown of a key without its passphrase. Rejects `key-unreadable`, `key-not-found`, `identity-not-found`. */
  inspect: (reference: IdentityReference) => Promise<PublicIdentity>
  /**
   * The private key, decrypted and in OpenSSH's format, in memory alone. The keychain is asked first, then `ask`. `typedPassphrase` is
   * what the person typed and fitted, where the keychain may keep it under `fingerprint`. Rejects `passphrase-wrong` (given up),
   * `secret-needed` (nobody answered), `key-unreadable`, `key-not-found`.
   */
  unlock: (
    reference: IdentityReference,
    ask: PassphraseAsker,
  ) => Promise<{ readonly privateKey: Uint8Array; readonly fingerprint: string; readonly typedPassphrase?: string }>
}
