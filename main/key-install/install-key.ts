import type { KeyInstallation } from '../../contract/identity.ts'
import { installPublicKey } from './install-public-key.ts'
import { keyLineFor, type KeyLineWish } from './key-line-for.ts'
import type { KeyOfAccount, ProveAccountKey, ProveAccountKeyDependencies } from './prove-account-key.ts'

export type InstallKey = (options: KeyOfAccount & KeyLineWish) => Promise<KeyInstallation>

/**
 * Puts the identity's public key line into the account's authorized_keys over one password log-in, then proves it. Only then is the
 * account changed. Rejects `input-invalid` (nothing to restrict the key to), `key-install-refused`, `key-install-unproven`, and what the
 * log-in rejects.
 */
export const createInstallKey =
  (
    {
      accounts,
      identities,
      openConnection,
      ask,
    }: Omit<ProveAccountKeyDependencies, 'accounts'> & {
      readonly accounts: Pick<ProveAccountKeyDependencies['accounts'], 'find'>
    },
    prove: ProveAccountKey,
  ): InstallKey =>
  async ({ restricted, mailHosts, ...options }) => {
    const account = await accounts.find(options.account)
    const identity = await identities.find(options.identity)
    // What cannot be written down is found out before a password is asked for.
    keyLineFor(identity, account, { restricted, mailHosts })

    // A server may want the one or the other for what people call a password.
    const { connection, end } = await openConnection(account, { ask, only: ['password', 'keyboard-interactive'] })
    const { serverSoftware } = connection.facts
    const line = keyLineFor(identity, account, { restricted, mailHosts, serverSoftware })
    const installed = await installPublicKey(connection, line).finally(end)
    return { ...installed, ...(await prove({ account: account.id, identity: identity.name })) }
  }
