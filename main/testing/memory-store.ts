import type { AccountStore, StoredData } from '../accounts/account-store.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import { entryOf, type Vault } from '../vault/vault.ts'

/** An account store without a file. */
export const memoryStore = (initial: Partial<StoredData> = {}): AccountStore => {
  let data: StoredData = { accounts: [], identities: [], settings: SettingsSchema.parse({}), ...initial }
  return {
    read: () => Promise.resolve(data),
    update: (change) => new Promise((resolve) => resolve((data = change(data)))),
  }
}

/** A vault without a keychain. `entries` is what it holds, by its names there. */
export const memoryVault = (): Vault & { readonly entries: Map<string, string> } => {
  const entries = new Map<string, string>()
  return {
    entries,
    get: (name) => Promise.resolve(entries.get(entryOf(name))),
    set: (name, secret) => Promise.resolve(void entries.set(entryOf(name), secret)),
    remove: (name) => Promise.resolve(void entries.delete(entryOf(name))),
  }
}
