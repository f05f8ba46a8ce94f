import type { Account } from '../../contract/account.ts'
import { createTunnel } from './tunnel.ts'
import type { Tunnel, TunnelParts } from './tunnel.ts'
import type { TunnelService, UpOptions } from './tunnel-service.ts'

export interface TunnelServiceParts extends TunnelParts {
  /**
   * Claims an account for this process before one of its ports is bound, since two processes with one account would take each other's. Gives
   * what ends the claim. Rejects `account-running`.
   */
  readonly claim: (account: Account) => Promise<() => Promise<void>>
}

interface Entry {
  readonly tunnel: Tunnel
  /** Gives undefined where the account could not be claimed. */
  readonly claimed: Promise<(() => Promise<void>) | undefined>
  readonly upped: Promise<void>
  /** There is nothing to show of a tunnel whose account may be another process's. */
  isShown: boolean
  downed?: Promise<void>
}

/** See `TunnelService`. `parts.findAccount` takes a name or an id. */
export const createTunnelService = (parts: TunnelServiceParts): TunnelService => {
  const entries = new Map<string, Entry>()
  let isClosed = false

  const up = async (accountNameOrId: string, options: UpOptions = {}): Promise<void> => {
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
      await up(account.id, options)
      return
    }
    // Asked for while everything is being ended: it would stay behind with nobody to end it.
    if (isClosed) return
    await begin(account, options)
  }

  const begin = async (account: Account, options: UpOptions): Promise<void> => {
    const tunnel = createTunnel(account, parts, { ...options, onEnded: () => void down(account.id) })
    const claim = parts.claim(account)
    const entry: Entry = {
      tunnel,
      claimed: claim.catch(() => undefined),
      upped: claim.then(async () => {
        // Ended while it was being claimed: `down` waits for the claim, and gives it up.
        if (entry.downed !== undefined) return
        entry.isShown = true
        await tunnel.up()
      }),
      isShown: false,
    }
    entries.set(account.id, entry)
    try {
      await entry.upped
    } catch (error) {
      await down(account.id)
      throw error
    }
  }

  const down = async (accountId: string): Promise<void> => {
    const entry = entries.get(accountId)
    if (entry === undefined) return
    entry.downed ??= end(entry).finally(() => entries.delete(accountId))
    await entry.downed
  }

  const end = async ({ tunnel, claimed }: Entry): Promise<void> => {
    const release = await claimed
    await tunnel.down()
    await release?.()
  }

  return {
    up,
    down,
    retryNow: (accountId) => entries.get(accountId)?.tunnel.retryNow(),
    networkChanged: () => {
      for (const { tunnel } of entries.values()) tunnel.networkChanged()
    },
    status: () => [...entries.values()].filter(({ isShown }) => isShown).map(({ tunnel }) => tunnel.status()),
    close: async () => {
      isClosed = true
      await Promise.all([...entries.keys()].map(down))
    },
  }
}
