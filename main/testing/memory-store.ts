import type { AccountStore, StoredData } from '../accounts/account-store.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { SecretName, Vault } from '../vault/vault.ts'

/** An account store without a file, for tests of what uses one. */
export const memoryStore = (initial: Partial<StoredData> = {}): AccountStore => {
  let data: StoredData = { accounts: [], identities: [], settings: SettingsSchema.parse({}), ...initial }
  return {
    read: () => Promise.resolve(data),
    update: (change) => new Promise((resolve) => resolve((data = change(data)))),
  }
}

export const nameOfSecret = (name: SecretName): string => (name.kind === 'passphrase' ? name.fingerprint : name.accountId)

/** A vault without a keychain; `secrets` is what it holds. */
export const memoryVault = (secrets = new Map<string, string>()): Vault & { readonly secrets: Map<string, string> } => ({
  secrets,
  get: (name) => Promise.resolve(secrets.get(nameOfSecret(name))),
  set: (name, secret) => Promise.resolve(void secrets.set(nameOfSecret(name), secret)),
  remove: (name) => Promise.resolve(void secrets.delete(nameOfSecret(name))),
})
