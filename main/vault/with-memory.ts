import { failureOf } from '../../contract/failure.ts'
import type { SecretName, Vault } from './vault.ts'

const keyOf = (name: SecretName): string =>
  name.kind === 'passphrase' ? `passphrase:${name.fingerprint}` : `password:${name.accountId}`

const isAbsent = (error: unknown): boolean => failureOf(error)?.code === 'keychain-absent'

/**
 * A vault that remembers, until Postern quits, what a computer without a keychain could not keep. `set` still rejects `keychain-absent`: the
 * person must be told, and a key whose passphrase only the keychain was to know must not be made. `get` then gives what was set, so
 * that a reconnect need not ask again, and rejects as before where nothing was.
 */
export const withMemory = (keychain: Vault): Vault => {
  const memory = new Map<string, string>()
  return {
    get: async (name) => {
      try {
        return await keychain.get(name)
      } catch (error) {
        const secret = memory.get(keyOf(name))
        if (isAbsent(error) && secret !== undefined) return secret
        throw error
      }
    },
    set: async (name, secret) => {
      try {
        await keychain.set(name, secret)
      } catch (error) {
        if (isAbsent(error)) memory.set(keyOf(name), secret)
        throw error
      }
      memory.delete(keyOf(name))
    },
    remove: async (name) => {
      memory.delete(keyOf(name))
      await keychain.remove(name)
    },
  }
}
