import { assertNever } from '../../../../contract/assert-never.ts'
import type { Place } from '../../../../contract/place.ts'
import type { TunnelStatus } from '../../../../contract/tunnel-state.ts'
import type { WindowService } from '../../../window/window-service.ts'
import type { ServiceFacts } from '../follow-service.ts'
import type { TrayCommand } from './menu.ts'

export interface TrayActDependencies {
  readonly service: Pick<WindowService, 'answer'>
  /** Shows the window, at that place or where it is. */
  readonly open: (place?: Place) => void
  readonly quit: () => void
}

export interface TrayActs {
  readonly run: (command: TrayCommand) => void
  /** Reads the latest facts, to follow the connections that were begun here. */
  readonly follow: (facts: ServiceFacts) => void
}

/**
 * Runs the commands of the menu. After a connect from the menu, the window opens by itself if the account asks a question or fails, until
 * it is connected.
 */
export const createTrayActs = ({ service, open, quit }: TrayActDependencies): TrayActs => {
  /** Accounts whose connection was begun here, and that are not connected yet. */
  const begun = new Set<string>()

  const openAt = (accountId: string): void => {
    begun.delete(accountId)
    open({ place: 'account', accountId })
  }

  const look = (tunnels: readonly Pick<TunnelStatus, 'accountId' | 'state'>[]): void => {
    for (const { accountId, state } of tunnels) {
      if (!begun.has(accountId)) continue
      if (state.name === 'blocked') openAt(accountId)
      else if (state.name === 'connected' || state.name === 'stopped') begun.delete(accountId)
    }
  }

  const begin = async (request: 'connect' | 'retry', accountId: string): Promise<void> => {
    const { ok } = await service.answer(request, { accountId })
    if (!ok) {
      openAt(accountId)
      return
    }
    begun.add(accountId)
    // The account may have failed already, and the last facts may be older.
    const now = await service.answer('listTunnels', {})
    if (now.ok) look(now.answer as readonly TunnelStatus[])
  }

  const end = async (accountId: string): Promise<void> => {
    begun.delete(accountId)
    const { ok } = await service.answer('disconnect', { accountId })
    if (!ok) openAt(accountId)
  }

  return {
    run: (chosen) => {
      switch (chosen.command) {
        case 'connect':
          void begin('connect', chosen.accountId)
          break
        case 'retry':
          void begin('retry', chosen.accountId)
          break
        case 'disconnect':
          void end(chosen.accountId)
          break
        case 'connect-all':
          for (const accountId of chosen.accountIds) void begin('connect', accountId)
          break
        case 'disconnect-all':
          for (const accountId of chosen.accountIds) void end(accountId)
          break
        case 'answer':
        case 'look':
          openAt(chosen.accountId)
          break
        case 'open':
          open()
          break
        case 'set-up':
          open({ place: 'accounts' })
          break
        case 'settings':
          open({ place: 'settings' })
          break
        case 'quit':
          quit()
          break
        default:
          assertNever(chosen)
      }
    },
    follow: ({ accounts, tunnels, questions }) => {
      for (const { question } of questions) {
        const account = accounts.find(({ name }) => name === question.account)
        if (account !== undefined && begun.has(account.id)) openAt(account.id)
      }
      look(tunnels)
    },
  }
}
