import { isDeepStrictEqual } from 'node:util'
import type { Account } from '../../contract/account.ts'
import type { AccountService } from '../accounts/account-service.ts'
import { connectsByItself } from '../accounts/connects-by-itself.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'
import type { EmitToWindow, RequestHandlers } from './request-handlers.ts'

/** The tunnels as a window shows them. */
export interface WindowTunnels extends TunnelService {
  /** Shows the account's new names in `status`. The tunnel itself keeps its old names, because a new name needs no new connection. */
  readonly showNames: (account: Account) => void
}

export interface AccountRequestDependencies {
  readonly accounts: AccountService
  readonly tunnels: Pick<WindowTunnels, 'connect' | 'disconnect' | 'status' | 'showNames'>
  readonly emit: EmitToWindow
}

type AccountHandlers = Pick<
  RequestHandlers,
  'listAccounts' | 'addAccount' | 'editAccount' | 'removeAccount' | 'restoreAccount' | 'forgetPassword'
>

/**
 * The account without the fields that a running tunnel ignores: names, mail addresses, facts of mail servers, disabled forwards, whether it
 * connects manually or at start, and the linger, which a tunnel reads anew each time.
 */
const usedByTunnel = (account: Account): object => ({
  ...account,
  name: '',
  connect: account.connect === 'on-first-use',
  lingerSeconds: undefined,
  mailAddress: undefined,
  mailUser: undefined,
  keepsMailTls: undefined,
  forwards: account.forwards.filter(({ enabled }) => enabled).map((forward) => ({ ...forward, label: '', mailServer: undefined })),
})

/** Whether a running tunnel of `before` also serves `after`, so that it stays connected. */
const sameForTunnel = (before: Account, after: Account): boolean => isDeepStrictEqual(usedByTunnel(before), usedByTunnel(after))

/** Requests about accounts. A change of an account also changes its running tunnel. */
export const accountRequests = ({ accounts, tunnels, emit }: AccountRequestDependencies): AccountHandlers => {
  const tunnelOf = (accountId: string) => tunnels.status().find((tunnel) => tunnel.accountId === accountId)

  /** Emits the accounts right after a change, so that the window also shows it if the tunnel fails afterwards. */
  const changed = async (account: Account): Promise<Account> => {
    emit('AccountsChanged', await accounts.list())
    return account
  }

  const connectByItself = async (account: Account): Promise<void> => {
    if (connectsByItself(account)) await tunnels.connect(account.id)
  }

  const takeOver = async (before: Account, after: Account): Promise<void> => {
    const running = tunnelOf(after.id)
    if (running === undefined) {
      if (before.connect !== after.connect) await connectByItself(after)
      return
    }
    if (sameForTunnel(before, after)) return
    await tunnels.disconnect(after.id)
    // A tunnel that only waited for a mail client ends when the account no longer connects on first use.
    if (running.state.name !== 'waiting' || connectsByItself(after)) await tunnels.connect(after.id)
  }

  return {
    listAccounts: () => accounts.list(),
    addAccount: async ({ draft }) => {
      const account = await changed(await accounts.add(draft))
      await connectByItself(account)
      return account
    },
    editAccount: async ({ accountId, draft }) => {
      const before = await accounts.find(accountId)
      const after = await changed(await accounts.replace(accountId, draft))
      tunnels.showNames(after)
      await takeOver(before, after)
      return after
    },
    removeAccount: async ({ accountId }) => {
      const wasRunning = tunnelOf(accountId) !== undefined
      // The tunnel ends first: a log-in at this moment would store the password again.
      await tunnels.disconnect(accountId)
      try {
        return await changed(await accounts.remove(accountId))
      } catch (error) {
        // The account is a jump host, or the keychain is locked: nothing changes, so the tunnel is connected again.
        if (wasRunning) await tunnels.connect(accountId)
        throw error
      }
    },
    restoreAccount: async ({ account }) => {
      const restored = await changed(await accounts.restore(account))
      await connectByItself(restored)
      return restored
    },
    forgetPassword: async ({ accountId }) => {
      await accounts.forgetPassword(accountId)
      return null
    },
  }
}
