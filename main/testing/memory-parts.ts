import type { Account } from '../../contract/account.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { AccountStore, StoredData } from '../accounts/account-store.ts'
import type { SecretName, Vault } from '../vault/vault.ts'

/** A store that lives as long as its test. */
export const memoryStore = (accounts: readonly Account[]): AccountStore => {
  let data: StoredData = { accounts, identities: [], settings: SettingsSchema.parse({}) }
  return {
    read: () => Promise.resolve(data),
    update: (change) => {
      data = change(data)
      return Promise.resolve(data)
    },
  }
}

const entryOf = (name: SecretName): string =>
  name.kind === 'password' ? `password:${name.accountId}` : `passphrase:${name.fingerprint}`

/** A keychain that lives as long as its test. `entries` are named as vault.ts says. */
export const memoryVault = (): Vault & { readonly entries: Map<string, string> } => {
  const entries = new Map<string, string>()
  return {
    entries,
    get: (name) => Promise.resolve(entries.get(entryOf(name))),
    set: (name, secret) => {
      entries.set(entryOf(name), secret)
      return Promise.resolve()
    },
    remove: (name) => {
      entries.delete(entryOf(name))
      return Promise.resolve()
    },
  }
}
