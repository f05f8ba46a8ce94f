import type { Damage, KeyReason } from '../../contract/reason.ts'

/** A private key file that cannot be used, and why; the caller knows the file's name and makes the `key-unreadable` failure of it. */
export class UnreadableKeyError extends Error {
  override readonly name = 'UnreadableKeyError'
  readonly reason: KeyReason

  constructor(reason: KeyReason) {
    super(JSON.stringify(reason))
    this.reason = reason
  }
}

/** The passphrase does not fit. Kept apart from a damaged file, which no passphrase will open. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError'
}

export const damaged = (damage: Damage): UnreadableKeyError => new UnreadableKeyError({ reason: 'damaged', damage })
