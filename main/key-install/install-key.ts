import type { KeyInstallation } from '../../contract/identity.ts'
import { installPublicKey } from './install-public-key.ts'
import { keyLineFor, type KeyLineWish } from './key-line-for.ts'
import type { KeyOfAccount, ProveAccountKey, ProveAccountKeyDependencies } from './prove-account-key.ts'

export type InstallKey = (options: KeyOfAccount & KeyLineWish) => Promise<KeyInstallation>

/**
 * Installs the identity's public key line in the account's authorized_keys over one log-in by password, and proves it. The account changes
 * only after the proof. Rejects `input-invalid` (no destination to restrict the key to), `key-install-refused`, `key-install-unproven`, and
 * the failures of the log-in.
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
    // An invalid line is rejected here, before the question for a password.
    keyLineFor(identity, account, { restricted, mailHosts })

    // Servers ask for a password by either method.
    const { connection, end } = await openConnection(account, { ask, only: ['password', 'keyboard-interactive'] })
    const { serverSoftware } = connection.facts
    const line = keyLineFor(identity, account, { restricted, mailHosts, serverSoftware })
    const installed = await installPublicKey(connection, line).finally(end)
    return { ...installed, ...(await prove({ account: account.id, identity: identity.name })) }
  }
