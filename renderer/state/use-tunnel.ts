import type { Account } from '../../contract/account.ts'
import type { ForwardTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { useAlike } from './use-alike.ts'
import { useWindowState } from './window-state.ts'

/** The account, or undefined where it is not there any more. */
export const useAccount = (accountId: string): Account | undefined =>
  useWindowState(useAlike(({ accounts }) => accounts.find(({ id }) => id === accountId)))

/** A part of the account's tunnel; redraws when that part changes, and not each time another one moves a byte. */
export const useTunnel = <Part>(accountId: string, part: (tunnel: TunnelStatus | undefined) => Part): Part =>
  useWindowState(useAlike(({ tunnels }) => part(tunnels.find((tunnel) => tunnel.accountId === accountId))))

/** What flowed through a forward over time, or undefined where nothing ever did. */
export const useForwardTraffic = (accountId: string, forwardId: string): ForwardTraffic | undefined =>
  useWindowState(useAlike(({ traffic }) => traffic.find((entry) => entry.accountId === accountId && entry.forwardId === forwardId)))
