import { AsyncEntry } from '@napi-rs/keyring'
import { FailureError } from '../../contract/failure.ts'
import { entryOf, type SecretName, type Vault } from './vault.ts'

const service = 'Postern'

/** The limit of Windows' Credential Manager (CRED_MAX_CREDENTIAL_BLOB_SIZE), which stores text as UTF-16. */
const longestSecretBytes = 2560

/**
 * The messages of @napi-rs/keyring for a keychain that exists but is locked, as keyring-core and its stores word them: the Secret Service
 * (a prompt that nobody answered, an item that stays locked) and macOS (errSecInteractionNotAllowed, errSecAuthFailed, errSecUserCanceled).
 */
const lockedWords = /locked|dismissed|interaction is not allowed|passphrase you entered is not correct|canceled the operation/i

/**
 * Returns `keychain-locked`, or `keychain-absent` with the keychain's own words for every other error. The library has one error code for
 * all of them, so the message decides. A secret that is not stored is no error of the library.
 */
export const keychainFailure = (error: unknown): FailureError => {
  const reason = error instanceof Error ? error.message : String(error)
  // The error of an unreachable D-Bus contains the path of its socket, which may contain any word.
  const isLocked = lockedWords.test(reason) && !reason.includes('DBus error')
  return new FailureError(isLocked ? { code: 'keychain-locked' } : { code: 'keychain-absent', said: reason }, {
    cause: error,
  })
}

/**
 * Runs one call on the entry of a secret. Each call makes its own entry, because making one already asks the keychain, which may have been
 * locked, stopped or started since the last call.
 *
 * SECURITY: the store is always the Secret Service. Without this the library silently uses the kernel's keyring where no Secret Service
 * answers, and a kept secret is lost when the computer restarts.
 */
const onEntry = async <Result>(name: SecretName, call: (entry: AsyncEntry) => Promise<Result>): Promise<Result> => {
  try {
    return await call(new AsyncEntry(service, entryOf(name), { linux: { store: 'secret-service' } }))
  } catch (error) {
    throw keychainFailure(error)
  }
}

/**
 * The keychain of the OS: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. Without one each call rejects, and
 * a typed secret stays in memory until quit (main/connections/typed-secrets.ts).
 */
export const createKeychainVault = (): Vault => ({
  get: async (name) => (await onEntry(name, (entry) => entry.getPassword())) ?? undefined,
  set: async (name, secret) => {
    // The same limit on every OS, so that a secret that works on one computer works on all.
    if (Buffer.byteLength(secret, 'utf16le') > longestSecretBytes)
      throw new FailureError({ code: 'input-invalid', field: name.kind, value: '', reason: 'secret-too-long' })
    await onEntry(name, (entry) => entry.setPassword(secret))
  },
  remove: async (name) => {
    // The result is false where there was nothing to delete, which is no failure here.
    await onEntry(name, (entry) => entry.deletePassword())
  },
})
