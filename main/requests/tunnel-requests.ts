import type { Core } from '../core.ts'
import type { RequestHandlers } from './request-handlers.ts'
import type { WindowTunnels } from './window-tunnels.ts'

type TunnelHandlers = Pick<RequestHandlers, 'listTunnels' | 'connect' | 'disconnect' | 'retryNow' | 'checkGreetings'>

export interface TunnelRequestParts extends Pick<Core, 'checkGreetings'> {
  readonly tunnels: Pick<WindowTunnels, 'up' | 'down' | 'retryNow' | 'status'>
}

export const tunnelRequests = ({ tunnels, checkGreetings }: TunnelRequestParts): TunnelHandlers => ({
  listTunnels: () => tunnels.status(),
  connect: async ({ accountId }) => {
    const wasUp = tunnels.status().some((tunnel) => tunnel.accountId === accountId)
    await tunnels.up(accountId)
    // A person who clicks Connect wants a tunnel that is there to try now, whatever it waits for.
    if (wasUp) tunnels.retryNow(accountId)
    return null
  },
  disconnect: async ({ accountId }) => {
    await tunnels.down(accountId)
    return null
  },
  retryNow: ({ accountId }) => {
    tunnels.retryNow(accountId)
    return null
  },
  checkGreetings: ({ accountId }) => checkGreetings(accountId),
})
