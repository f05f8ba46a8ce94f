/** What a secret belongs to. The names are the keychain's entries: service `Postern`, account `<kind>:<key>`. */
export type SecretName =
  /** The passphrase of a private key; the key is its SHA256 fingerprint. */
  | { readonly kind: 'passphrase'; readonly fingerprint: string }
  /** The password of an account; the key is the account's id. */
  | { readonly kind: 'password'; readonly accountId: string }

/** The account of a secret's entry in the keychain. */
export const entryOf = (name: SecretName): string =>
  name.kind === 'passphrase' ? `passphrase:${name.fingerprint}` : `password:${name.accountId}`

/**
 * Keeps secrets in the OS keychain. `get` returns undefined for a secret that is not stored. Every call rejects with FailureError
 * `keychain-locked` or `keychain-absent` where the keychain cannot be used, so that this is never mistaken for a missing secret.
 */
export interface Vault {
  get: (name: SecretName) => Promise<string | undefined>
  set: (name: SecretName, secret: string) => Promise<void>
  remove: (name: SecretName) => Promise<void>
}
