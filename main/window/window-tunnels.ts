import type { Account } from '../../contract/account.ts'
import type { ForwardStatus } from '../../contract/tunnel-state.ts'
import type { WindowTunnels } from '../requests/account-requests.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'

/** Calls `note` after a change without an event of the tunnels: a tunnel has ended, or has new names. */
export const createWindowTunnels = (tunnels: TunnelService, note: () => void): WindowTunnels => {
  const edited = new Map<string, Account>()
  return {
    ...tunnels,
    status: () =>
      tunnels.status().map((tunnel) => {
        const account = edited.get(tunnel.accountId)
        if (account === undefined) return tunnel
        return { ...tunnel, account: account.name, forwards: tunnel.forwards.map((forward) => labelled(forward, account)) }
      }),
    disconnect: async (accountId) => {
      await tunnels.disconnect(accountId)
      note()
    },
    showNames: (account) => {
      edited.set(account.id, account)
      note()
    },
  }
}

const labelled = (forward: ForwardStatus, account: Account): ForwardStatus => {
  const { id, service, bindAddress, localPort, destination, listener, lights, traffic, programs } = forward
  const label = account.forwards.find((configured) => configured.id === id)?.label
  const shown = { id, service, bindAddress, localPort, destination, listener, lights, traffic, programs }
  return label === undefined ? shown : { ...shown, label }
}
