import type { Core } from '../core.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'
import type { RequestHandlers } from './request-handlers.ts'

type TunnelHandlers = Pick<RequestHandlers, 'listTunnels' | 'connect' | 'disconnect' | 'retry' | 'checkGreetings'>

export interface TunnelRequestDependencies extends Pick<Core, 'checkGreetings'> {
  readonly tunnels: Pick<TunnelService, 'connect' | 'disconnect' | 'retry' | 'status'>
}

export const tunnelRequests = ({ tunnels, checkGreetings }: TunnelRequestDependencies): TunnelHandlers => ({
  listTunnels: () => tunnels.status(),
  connect: async ({ accountId }) => {
    const wasUp = tunnels.status().some((tunnel) => tunnel.accountId === accountId)
    await tunnels.connect(accountId)
    // Connect makes an existing tunnel try at once, whatever it waits for.
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
