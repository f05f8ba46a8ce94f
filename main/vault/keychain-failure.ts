import { FailureError } from '../../contract/failure.ts'

/**
 * What @napi-rs/keyring says where the keychain is there but shut, in the words of keyring-core and its stores: of the Secret Service
 * (a prompt that nobody answered, or an item that stays locked) and of macOS (errSecInteractionNotAllowed, errSecAuthFailed,
 * errSecUserCanceled).
 */
const lockedWords = /locked|dismissed|interaction is not allowed|passphrase you entered is not correct|canceled the operation/i

/**
 * `keychain-locked` or, with the keychain's own words, `keychain-absent`: a keychain that answers otherwise cannot be used either. The library
 * gives one error code for all, so its words are read; that nothing is stored is no error to it.
 */
export const keychainFailure = (error: unknown): FailureError => {
  const reason = error instanceof Error ? error.message : String(error)
  // A D-Bus that cannot be reached names its socket, whose path may hold any word.
  const isLocked = lockedWords.test(reason) && !reason.includes('DBus error')
  return new FailureError(isLocked ? { code: 'keychain-locked' } : { code: 'keychain-absent', said: reason }, {
    cause: error,
  })
}
