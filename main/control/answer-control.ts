import { assertNever } from '../../contract/assert-never.ts'
import { failureOf } from '../../contract/failure.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import type { EventEmitter, TunnelService } from '../tunnels/tunnel-service.ts'
import type { AnswerControl } from './control-endpoint.ts'
import { readyWithinMs, type ControlAnswer, type ControlRequest } from './control-message.ts'
import { untilReady } from './until-ready.ts'

export interface AnswerControlDependencies {
  readonly accounts: Pick<AccountService, 'find'>
  readonly tunnels: Pick<TunnelService, 'connect' | 'disconnect' | 'status'>
  readonly events: Pick<EventEmitter, 'on' | 'off'>
  readonly checkGreetings: (accountId: string) => Promise<readonly GreetingCheck[]>
  /** Aborted when this process ends, since a tunnel that it connects now would end with it. */
  readonly ending: AbortSignal
  /** Called with a fault of the program; the asker receives its message alone. */
  readonly onFault: (error: unknown) => void
  readonly withinMs?: number
}

/** Answers the requests of other processes. Never rejects. */
export const createAnswerControl = (dependencies: AnswerControlDependencies): AnswerControl => {
  const { accounts, tunnels, events, ending } = dependencies

  const answer = async (asked: ControlRequest, hungUp: AbortSignal): Promise<ControlAnswer | undefined> => {
    switch (asked.request) {
      case 'status':
        return { ok: true, tunnels: tunnels.status() }
      case 'up': {
        const { lingerSeconds, account: id } = asked
        const forwards = await untilReady({
          account: await accounts.find(id),
          tunnels,
          events,
          withinMs: dependencies.withinMs ?? readyWithinMs,
          lingerSeconds,
          signal: AbortSignal.any([hungUp, ending]),
        })
        return forwards === undefined ? undefined : { ok: true, forwards }
      }
      case 'down': {
        const wasUp = tunnels.status().some(({ accountId }) => accountId === asked.account)
        await tunnels.disconnect(asked.account)
        return { ok: true, wasUp }
      }
      case 'check':
        return { ok: true, checks: await dependencies.checkGreetings(asked.account) }
      default:
        return assertNever(asked)
    }
  }

  return async (asked, hungUp) => {
    try {
      return await answer(asked, hungUp)
    } catch (error) {
      const failure = failureOf(error)
      if (failure !== undefined) return { ok: false, failure }
      dependencies.onFault(error)
      return { ok: false, failure: { code: 'program-fault', said: error instanceof Error ? error.message : String(error) } }
    }
  }
}
