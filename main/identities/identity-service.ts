import type { Identity, PublicIdentity } from '../../contract/identity.ts'
import type { IdentityReference } from '../../contract/account.ts'

/** Who holds the passphrase: the person, who typed it, or the OS keychain alone, which is given a random one (recipe R11). */
export type PassphraseChoice = { readonly kept: 'asked'; readonly passphrase: string } | { readonly kept: 'keychain' }

/** Asked for a passphrase until it fits or the person gives up (undefined). `wrong` is true from the second time on. */
export type PassphraseAsker = (about: {
  readonly name: string
  /** Undefined for an encrypted PEM file without its .pub beside it: nothing of such a file shows. */
  readonly fingerprint: string | undefined
  readonly wrong: boolean
}) => Promise<string | undefined>

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
   * Brings a private key file of OpenSSH, PEM, PKCS8 or PuTTY (v2, v3) in, encrypted anew; the file itself is left as it is. Rejects
   * `key-unreadable`, `key-not-found`, `passphrase-wrong`, `secret-needed`, `identity-exists` (also where the same key is kept under
   * another name), and what `create` rejects.
   */
  import: (options: {
    readonly name: string
    readonly file: string
    readonly current: PassphraseAsker
    readonly passphrase: PassphraseChoice
  }) => Promise<Identity>
  /** Deletes the key file and the keychain's passphrase. Rejects `identity-not-found`, `identity-in-use`, `keychain-locked`. */
  remove: (name: string) => Promise<Identity>
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
