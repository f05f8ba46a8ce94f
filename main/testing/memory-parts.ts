import type { HostKey, HostKeyVerdict } from '../../contract/host-key.ts'
import type { Account } from '../../contract/account.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { AccountStore, StoredData } from '../accounts/account-store.ts'
import type { HostTrust } from '../known-hosts/host-trust.ts'
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

/** Known hosts without a file: for each port, the fingerprints that are trusted; `revoked` are refused everywhere. */
export const memoryHostTrust = () => {
  const trusted = new Map<number, string[]>()
  const revoked = new Set<string>()
  const judge = ({ port, fingerprint }: HostKey, pin?: string): HostKeyVerdict => {
    const known = pin === undefined ? trusted.get(port) : [pin]
    if (revoked.has(fingerprint)) return { verdict: 'revoked' }
    if (known === undefined) return { verdict: 'unknown' }
    return known.includes(fingerprint) ? { verdict: 'trusted' } : { verdict: 'changed', known, source: 'known_hosts:1' }
  }
  const trust: Pick<HostTrust, 'judgeFor' | 'remember'> = {
    judgeFor: ({ pin }) => Promise.resolve({ judge: (key) => judge(key, pin), knownKeyTypes: [] }),
    remember: ({ port, fingerprint }) => {
      trusted.set(port, [...(trusted.get(port) ?? []), fingerprint])
      return Promise.resolve()
    },
  }
  return { ...trust, trusted, revoked }
}
