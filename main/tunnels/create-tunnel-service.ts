import { createTunnel } from './tunnel.ts'
import type { Tunnel, TunnelParts } from './tunnel.ts'
import type { TunnelService } from './tunnel-service.ts'

interface Entry {
  readonly tunnel: Tunnel
  readonly upped: Promise<void>
  downed?: Promise<void>
}

/** See `TunnelService`. `parts.findAccount` takes a name or an id. */
export const createTunnelService = (parts: TunnelParts): TunnelService => {
  const entries = new Map<string, Entry>()
  let isClosed = false

  const up = async (accountNameOrId: string): Promise<void> => {
    const account = await parts.findAccount(accountNameOrId)
    const running = entries.get(account.id)
    if (running !== undefined && running.downed === undefined) {
      await running.upped
      running.tunnel.connectNow()
      return
    }
    if (running !== undefined) {
      // Its ports are free once it is down, and not before.
      await running.downed
      await up(account.id)
      return
    }
    // Asked for while everything is being ended: it would stay behind with nobody to end it.
    if (isClosed) return
    const tunnel = createTunnel(account, parts)
    const upped = tunnel.up()
    entries.set(account.id, { tunnel, upped })
    await upped
  }

  const down = async (accountId: string): Promise<void> => {
    const entry = entries.get(accountId)
    if (entry === undefined) return
    entry.downed ??= entry.tunnel.down().finally(() => entries.delete(accountId))
    await entry.downed
  }

  return {
    up,
    down,
    retryNow: (accountId) => entries.get(accountId)?.tunnel.retryNow(),
    networkChanged: () => {
      for (const { tunnel } of entries.values()) tunnel.networkChanged()
    },
    status: () => [...entries.values()].map(({ tunnel }) => tunnel.status()),
    close: async () => {
      isClosed = true
      await Promise.all([...entries.keys()].map(down))
    },
  }
}
