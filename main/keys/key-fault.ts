/**
 * A private key file that cannot be used. `message` is the reason a person reads; the caller knows the file's name and makes the
 * `key-unreadable` failure of it.
 */
export class UnreadableKeyError extends Error {
  override readonly name = 'UnreadableKeyError'
}

/** The passphrase does not fit. Kept apart from a damaged file, which no passphrase will open. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError'
}

export const damaged = (what: string): UnreadableKeyError => new UnreadableKeyError(`the file is damaged: ${what}`)
