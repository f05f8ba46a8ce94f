import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import type { Ask } from '../../contract/question.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { OpenConnection } from '../connections/open-connection.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import { destinationsOf } from './key-line-for.ts'
import { proveKey } from './prove-key.ts'

export interface ProveAccountKeyDependencies {
  readonly accounts: Pick<AccountService, 'find' | 'edit'>
  readonly identities: Pick<IdentityService, 'find'>
  readonly openConnection: OpenConnection
  readonly ask: Ask
}

/** An account, by name or id, and the name of the key that is for it. */
export interface KeyOfAccount {
  readonly account: string
  readonly identity: string
}

export type ProveAccountKey = (options: KeyOfAccount) => Promise<{ readonly account: Account; readonly identity: Identity }>

/**
 * Proves that the key logs in to the account's server, by a new connection with the key alone and a channel to the destination of each of its
 * forwards. Then changes the account to log in with the key, and returns it. Rejects with the failures of `proveKey`, and then the account
 * is unchanged.
 */
export const createProveAccountKey =
  ({ accounts, identities, openConnection, ask }: ProveAccountKeyDependencies): ProveAccountKey =>
  async (options) => {
    const before = await accounts.find(options.account)
    const identity = await identities.find(options.identity)
    const reference = { kind: 'kept', name: identity.name } as const
    await proveKey({
      host: before.host,
      openConnection: () => openConnection({ ...before, identity: reference }, { ask, only: ['key'] }),
      destinations: destinationsOf(before),
    })
    const account = await accounts.edit(before.id, {
      identity: reference,
      authentication: before.authentication.includes('key') ? before.authentication : ['key', ...before.authentication],
    })
    return { account, identity }
  }
