import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import type { Ask } from '../../contract/question.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { OpenConnection } from '../tunnels/open-connection.ts'
import type { IdentityService } from './identity-service.ts'
import { installPublicKey, type InstalledKey } from './install-public-key.ts'
import { proveKey } from './prove-key.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'

export interface InstallKeyParts {
  readonly accounts: Pick<AccountService, 'find' | 'edit'>
  readonly identities: Pick<IdentityService, 'find'>
  readonly openConnection: OpenConnection
  readonly ask: Ask
}

export interface InstallKeyOptions {
  readonly identity: string
  readonly account: string
  /** With `restrict,port-forwarding,permitopen="…"` for the account's own destinations. */
  readonly restricted: boolean
}

/** `account` as it stands from then on: it logs in with the key. */
export interface KeyInstallation extends InstalledKey {
  readonly account: Account
  readonly identity: Identity
}

export type InstallKey = (options: InstallKeyOptions) => Promise<KeyInstallation>

/**
 * Adds the identity's public key line to the account's authorized_keys over one password log-in, then proves it: a fresh connection
 * with the key alone, and a channel to each destination. Only then is the account changed. Rejects `key-install-refused`,
 * `key-install-unproven`, and what the log-in rejects.
 */
export const createInstallKey =
  ({ accounts, identities, openConnection, ask }: InstallKeyParts): InstallKey =>
  async (options) => {
    const before = await accounts.find(options.account)
    const identity = await identities.find(options.identity)
    const destinations = before.forwards.map(({ destinationHost, destinationPort }) => ({
      host: destinationHost,
      port: destinationPort,
    }))
    const line = options.restricted ? restrictedKeyLine(identity.publicKeyLine, destinations) : identity.publicKeyLine

    // A server may want the one or the other for what people call a password.
    const { connection, end } = await openConnection(before, { ask, only: ['password', 'keyboard-interactive'] })
    const installed = await installPublicKey(connection, line).finally(end)

    const withKey: Account = { ...before, identity: { kind: 'kept', name: identity.name } }
    await proveKey({
      host: before.host,
      openConnection: () => openConnection(withKey, { ask, only: ['key'] }),
      destinations,
    })
    const account = await accounts.edit(before.id, {
      identity: { kind: 'kept', name: identity.name },
      authentication: before.authentication.includes('key') ? before.authentication : ['key', ...before.authentication],
    })
    return { ...installed, account, identity }
  }
