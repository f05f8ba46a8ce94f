import { failureOf } from '../../contract/failure.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import type { SecretName, Vault } from '../vault/vault.ts'
import type { Log } from '../data-folder/log.ts'

/** The OS keychain for a log-in. A locked or absent keychain is logged, and the log-in asks the person instead. */
export interface Keychain {
  readonly recall: (name: SecretName) => Promise<string | undefined>
  readonly keep: (name: SecretName, secret: string) => Promise<void>
}

export const createKeychain = (vault: Pick<Vault, 'get' | 'set'>, log: Log): Keychain => {
  const tolerate = (entry: LogEntry) => (error: unknown) => {
    const failure = failureOf(error)
    if (failure?.code !== 'keychain-absent' && failure?.code !== 'keychain-locked') throw error
    log('warn', entry, failure)
    return undefined
  }
  return {
    recall: (name) => vault.get(name).catch(tolerate({ name: 'secret-not-read', secret: name.kind })),
    keep: (name, secret) => vault.set(name, secret).catch(tolerate({ name: 'secret-not-kept', secret: name.kind })),
  }
}
