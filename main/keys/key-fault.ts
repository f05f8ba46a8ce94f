import type { Damage, KeyReason } from '../../contract/reason.ts'

/** The reason why a private key file cannot be used. The caller knows the file's name and turns this into the failure `key-unreadable`. */
export class UnreadableKeyError extends Error {
  override readonly name = 'UnreadableKeyError'
  readonly reason: KeyReason

  constructor(reason: KeyReason) {
    super(JSON.stringify(reason))
    this.reason = reason
  }
}

/** The passphrase does not fit. A damaged file is an UnreadableKeyError, since no passphrase opens it. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError'
}

export const damaged = (damage: Damage): UnreadableKeyError => new UnreadableKeyError({ reason: 'damaged', damage })
