import type { WindowEvents } from '../../../contract/events.ts'
import type { PendingQuestion } from '../../../contract/question.ts'
import type { RequestAnswer } from '../../../contract/requests.ts'
import type { WindowService } from '../../window/window-service.ts'

/** The latest accounts, tunnels and questions of the service. */
export interface ServiceFacts {
  readonly accounts: WindowEvents['AccountsChanged']
  readonly tunnels: WindowEvents['TunnelsChanged']
  readonly questions: readonly PendingQuestion[]
}

const nothing: ServiceFacts = { accounts: [], tunnels: [], questions: [] }

const ask = async <Name extends 'listAccounts' | 'listTunnels' | 'listQuestions'>(
  { answer }: Pick<WindowService, 'answer'>,
  name: Name,
): Promise<RequestAnswer<Name> | undefined> => {
  const outcome = await answer(name, {})
  return outcome.ok ? (outcome.answer as RequestAnswer<Name>) : undefined
}

/** Follows the service's events. Calls `onChanged` with the facts at the start and after each change. */
export const followService = async (
  service: Pick<WindowService, 'answer' | 'subscribe'>,
  onChanged: (facts: ServiceFacts) => void,
): Promise<void> => {
  let facts: Partial<ServiceFacts> = {}
  /** Questions that ended before the first list of questions arrived. */
  let ended: string[] | undefined = []
  const add = (changed: Partial<ServiceFacts>): void => {
    facts = { ...facts, ...changed }
    onChanged({ ...nothing, ...facts })
  }

  service.subscribe((name, payload) => {
    // The payload belongs to the name, which the compiler cannot follow through the generic listener.
    if (name === 'AccountsChanged') add({ accounts: payload as WindowEvents['AccountsChanged'] })
    else if (name === 'TunnelsChanged') add({ tunnels: payload as WindowEvents['TunnelsChanged'] })
    else if (name === 'QuestionAsked') add({ questions: [...(facts.questions ?? []), payload as PendingQuestion] })
    else if (name === 'QuestionClosed') {
      const { id } = payload as WindowEvents['QuestionClosed']
      ended?.push(id)
      add({ questions: (facts.questions ?? []).filter((question) => question.id !== id) })
    }
  })

  const [accounts = [], tunnels = [], waiting = []] = await Promise.all([
    ask(service, 'listAccounts'),
    ask(service, 'listTunnels'),
    ask(service, 'listQuestions'),
  ])
  const since = facts.questions ?? []
  const before = waiting.filter(({ id }) => ended?.includes(id) !== true && !since.some((question) => question.id === id))
  ended = undefined
  // An event that arrived meanwhile is newer than the answer.
  add({ accounts, tunnels, ...facts, questions: [...before, ...since] })
}
