import type { Account } from '../../contract/account.ts'
import { createTunnel } from './tunnel.ts'
import type { Tunnel, TunnelDependencies } from './tunnel.ts'
import type { TunnelService, ConnectTunnelOptions } from './tunnel-service.ts'

export interface TunnelServiceDependencies extends TunnelDependencies {
  /**
   * Claims an account for this process before its ports are bound, because two processes with one account would compete for the ports.
   * Resolves to the function that ends the claim. Rejects `account-running`.
   */
  readonly claim: (account: Account) => Promise<() => Promise<void>>
}

interface Entry {
  readonly tunnel: Tunnel
  /** Resolves to undefined where the account could not be claimed. */
  readonly claimed: Promise<(() => Promise<void>) | undefined>
  readonly connected: Promise<void>
  /** False until the claim: before it, the account may belong to another process. */
  isShown: boolean
  disconnected?: Promise<void>
}

/** See `TunnelService`. `dependencies.findAccount` accepts a name or an id. */
export const createTunnelService = (dependencies: TunnelServiceDependencies): TunnelService => {
  const entries = new Map<string, Entry>()
  let isClosed = false

  const connect = async (accountNameOrId: string, options: ConnectTunnelOptions = {}): Promise<void> => {
    const account = await dependencies.findAccount(accountNameOrId)
    const running = entries.get(account.id)
    if (running !== undefined && running.disconnected === undefined) {
      await running.connected
      running.tunnel.connect()
      return
    }
    if (running !== undefined) {
      // Its ports are free only once it is disconnected.
      await running.disconnected
      await connect(account.id, options)
      return
    }
    // A tunnel that begins during `close` would never be ended.
    if (isClosed) return
    await begin(account, options)
  }

  const begin = async (account: Account, options: ConnectTunnelOptions): Promise<void> => {
    const tunnel = createTunnel(account, dependencies, { ...options, onEnded: () => void disconnect(account.id) })
    const claim = dependencies.claim(account)
    const entry: Entry = {
      tunnel,
      claimed: claim.catch(() => undefined),
      connected: claim.then(async () => {
        // It was disconnected during the claim; `disconnect` waits for the claim and ends it.
        if (entry.disconnected !== undefined) return
        entry.isShown = true
        await tunnel.bindAndConnect()
      }),
      isShown: false,
    }
    entries.set(account.id, entry)
    try {
      await entry.connected
    } catch (error) {
      await disconnect(account.id)
      throw error
    }
  }

  const disconnect = async (accountId: string): Promise<void> => {
    const entry = entries.get(accountId)
    if (entry === undefined) return
    entry.disconnected ??= end(entry).finally(() => entries.delete(accountId))
    await entry.disconnected
  }

  const end = async ({ tunnel, claimed }: Entry): Promise<void> => {
    const release = await claimed
    await tunnel.disconnect()
    await release?.()
  }

  return {
    connect,
    disconnect,
    retry: (accountId) => entries.get(accountId)?.tunnel.retry(),
    networkChanged: () => {
      for (const { tunnel } of entries.values()) tunnel.networkChanged()
    },
    status: () => [...entries.values()].filter(({ isShown }) => isShown).map(({ tunnel }) => tunnel.status()),
    close: async () => {
      isClosed = true
      await Promise.all([...entries.keys()].map(disconnect))
    },
  }
}
