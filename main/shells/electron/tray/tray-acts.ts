import { assertNever } from '../../../../contract/assert-never.ts'
import type { Place } from '../../../../contract/place.ts'
import type { TunnelStatus } from '../../../../contract/tunnel-state.ts'
import type { WindowService } from '../../../window/window-service.ts'
import type { ServiceFacts } from '../follow-service.ts'
import type { TrayCommand } from './menu.ts'

export interface TrayActDependencies {
  readonly service: Pick<WindowService, 'answer'>
  /** Brings the window before the person, at that place or where it is. */
  readonly open: (place?: Place) => void
  readonly quit: () => void
}

export interface TrayActs {
  readonly run: (command: TrayCommand) => void
  /** Hears how things are, to follow what it began. */
  readonly follow: (facts: ServiceFacts) => void
}

/**
 * Does what is chosen in the menu. Who connects from there looks at no window: it comes by itself where the account asks something or
 * fails, until it is connected.
 */
export const createTrayActs = ({ service, open, quit }: TrayActDependencies): TrayActs => {
  /** Accounts that were asked to connect here, and are not there yet. */
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
    // It may have failed by now; what was told last may be from before.
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
