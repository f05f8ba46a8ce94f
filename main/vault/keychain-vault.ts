import { AsyncEntry } from '@napi-rs/keyring'
import { FailureError } from '../../contract/failure.ts'
import { keychainFailure } from './keychain-failure.ts'
import { entryOf, type SecretName, type Vault } from './vault.ts'

const service = 'Postern'

/** Windows' Credential Manager takes no more (CRED_MAX_CREDENTIAL_BLOB_SIZE), and keeps text in UTF-16. */
const longestSecretBytes = 2560

/**
 * Runs one call on the entry of a secret. The entry is made for each call: making it already talks to the keychain, which may be
 * locked or gone by now, or back.
 *
 * SECURITY: pinned to the Secret Service. Otherwise the library turns to the kernel's keyring in silence where no Secret Service answers, and
 * what was "kept" is gone at the next start.
 */
const onEntry = async <Result>(name: SecretName, call: (entry: AsyncEntry) => Promise<Result>): Promise<Result> => {
  try {
    return await call(new AsyncEntry(service, entryOf(name), { linux: { store: 'secret-service' } }))
  } catch (error) {
    throw keychainFailure(error)
  }
}

/**
 * The keychain of the OS: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. There is nothing to fall back to
 * when it is absent: each call says so, and what a person types then stays in memory until quit (main/tunnels/typed-secrets.ts).
 */
export const createKeychainVault = (): Vault => ({
  get: async (name) => (await onEntry(name, (entry) => entry.getPassword())) ?? undefined,
  set: async (name, secret) => {
    // The same bound everywhere, so that a person's secret does not depend on the machine it was typed on.
    if (Buffer.byteLength(secret, 'utf16le') > longestSecretBytes)
      throw new FailureError({ code: 'input-invalid', field: name.kind, value: '', reason: 'secret-too-long' })
    await onEntry(name, (entry) => entry.setPassword(secret))
  },
  remove: async (name) => {
    // False, that there was nothing to delete, is as good as true.
    await onEntry(name, (entry) => entry.deletePassword())
  },
})
