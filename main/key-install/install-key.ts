import { FailureError, failureOf } from '../../contract/failure.ts'
import type { KeyInstallation } from '../../contract/identity.ts'
import { installPublicKey } from './install-public-key.ts'
import { keyLineFor, type KeyLineWish } from './key-line-for.ts'
import type { KeyOfAccount, ProveAccountKey, ProveAccountKeyDependencies } from './prove-account-key.ts'

export type InstallKey = (options: KeyOfAccount & KeyLineWish) => Promise<KeyInstallation>

/**
 * Installs the identity's public key line in the account's authorized_keys over one log-in by password, and proves it. The account changes
 * only after the proof. Where the server refuses the key all the same, authorized_keys is put back as it was. Rejects `input-invalid` (no
 * destination to restrict the key to), `key-install-refused`, `key-install-unproven`, and the failures of the log-in.
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
    try {
      const { alreadyThere, line: written, takeOut } = await installPublicKey(connection, line)
      const proven = await prove({ account: account.id, identity: identity.name }).catch(async (error: unknown) => {
        throw alreadyThere ? error : await withoutDeadLine(error, takeOut)
      })
      return { alreadyThere, line: written, ...proven }
    } finally {
      await end()
    }
  }

/** A line that the server does not honour is taken out again. A key that works, and lacks only the answer of a mail server, stays. */
const withoutDeadLine = async (error: unknown, takeOut: () => Promise<boolean>): Promise<unknown> => {
  const failure = failureOf(error)
  if (failure?.code !== 'key-install-unproven' || failure.reason === 'key-unanswered') return error
  const line = (await takeOut().catch(() => false)) ? 'taken-out' : 'left'
  return new FailureError({ ...failure, line }, { cause: error })
}
