import type { Core } from '../core.ts'
import type { RequestHandlers } from './request-handlers.ts'

type TunnelHandlers = Pick<RequestHandlers, 'listTunnels' | 'connect' | 'disconnect' | 'retryNow' | 'checkGreetings'>

export const tunnelRequests = ({ tunnels, checkGreetings }: Pick<Core, 'tunnels' | 'checkGreetings'>): TunnelHandlers => ({
  listTunnels: () => tunnels.status(),
  connect: async ({ accountId }) => {
    const state = tunnels.status().find((tunnel) => tunnel.accountId === accountId)?.state.name
    await tunnels.up(accountId)
    // To a person who clicks Connect, a tunnel that is there and not connected is to try, whatever it waits for.
    if (state === 'blocked' || state === 'retrying' || state === 'waiting') tunnels.retryNow(accountId)
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
