import type { Core } from '../core.ts'
import type { RequestHandlers, WindowTunnels } from './request-handlers.ts'

type TunnelHandlers = Pick<RequestHandlers, 'listTunnels' | 'connect' | 'disconnect' | 'retry' | 'checkGreetings'>

export interface TunnelRequestDependencies extends Pick<Core, 'checkGreetings'> {
  readonly tunnels: Pick<WindowTunnels, 'connect' | 'disconnect' | 'retry' | 'status'>
}

export const tunnelRequests = ({ tunnels, checkGreetings }: TunnelRequestDependencies): TunnelHandlers => ({
  listTunnels: () => tunnels.status(),
  connect: async ({ accountId }) => {
    const wasUp = tunnels.status().some((tunnel) => tunnel.accountId === accountId)
    await tunnels.connect(accountId)
    // A person who clicks Connect wants a tunnel that is there to try now, whatever it waits for.
    if (wasUp) tunnels.retry(accountId)
    return null
  },
  disconnect: async ({ accountId }) => {
    await tunnels.disconnect(accountId)
    return null
  },
  retry: ({ accountId }) => {
    tunnels.retry(accountId)
    return null
  },
  checkGreetings: ({ accountId }) => checkGreetings(accountId),
})
