import type { Account } from '../../contract/account.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Core } from '../core.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'
import { connectsByItself } from '../accounts/connects-by-itself.ts'

export interface ConnectAtStartDependencies {
  readonly accounts: Pick<Core['accounts'], 'find'>
  readonly tunnels: Pick<TunnelService, 'connect' | 'status'>
  /** Called once for each account that could not be connected. */
  readonly onNotConnected: (account: Account, failure: Failure) => void
  readonly onFault: (error: unknown) => void
  /** The interval at which an account of another process is tried again. */
  readonly everyMs?: number
}

/**
 * Connects the accounts that connect at start or on first use when a window starts. An account of another process is tried again until that
 * process releases it: a `postern up --linger` ends by itself, and the account's ports would then stay closed. Returns a function that ends
 * the tries.
 */
export const connectAtStart = (dependencies: ConnectAtStartDependencies, accounts: readonly Account[]): (() => void) => {
  const { tunnels, onNotConnected, onFault, everyMs = 3000 } = dependencies
  const timers = new Map<string, NodeJS.Timeout>()

  const connect = async (account: Account, isFirst: boolean): Promise<void> => {
    try {
      await tunnels.connect(account.id)
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) onFault(error)
      else {
        if (isFirst) onNotConnected(account, failure)
        if (failure.code === 'account-running') lookAgain(account.id)
      }
    }
  }
  const lookAgain = (accountId: string): void => {
    timers.set(accountId, setTimeout(() => void tryAgain(accountId).catch(onFault), everyMs).unref())
  }
  const tryAgain = async (accountId: string): Promise<void> => {
    timers.delete(accountId)
    // Meanwhile the account may have been removed or changed, or connected by the person.
    const account = await dependencies.accounts.find(accountId).catch(() => undefined)
    const isUp = tunnels.status().some((tunnel) => tunnel.accountId === accountId)
    if (account !== undefined && connectsByItself(account) && !isUp) await connect(account, false)
  }

  for (const account of accounts) if (connectsByItself(account)) void connect(account, true)
  return () => {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
  }
}
