import type { WindowEvents } from '../../../../contract/events.ts'
import type { PendingQuestion } from '../../../../contract/question.ts'
import type { RequestAnswer } from '../../../../contract/requests.ts'
import type { WindowService } from '../../../requests/window-service.ts'
import type { Facts } from './standing.ts'

const ask = async <Name extends 'listTunnels' | 'listQuestions'>(
  { answer }: Pick<WindowService, 'answer'>,
  name: Name,
): Promise<RequestAnswer<Name> | undefined> => {
  const outcome = await answer(name, {})
  return outcome.ok ? (outcome.answer as RequestAnswer<Name>) : undefined
}

/** Follows the tunnels and questions of the service: as they are at the start, and as they change. */
export const followFacts = async (
  service: Pick<WindowService, 'answer' | 'subscribe'>,
  onChanged: (facts: Facts) => void,
): Promise<void> => {
  let tunnels: Facts['tunnels'] | undefined
  const questions = new Map<string, PendingQuestion>()
  const closed = new Set<string>()
  const tell = (): void => {
    if (tunnels !== undefined) onChanged({ tunnels, questions: [...questions.values()] })
  }

  service.subscribe((name, payload) => {
    // The payload is that of the name, which the compiler does not follow through the generic listener.
    if (name === 'TunnelsChanged') tunnels = payload as WindowEvents['TunnelsChanged']
    else if (name === 'QuestionAsked') {
      const asked = payload as WindowEvents['QuestionAsked']
      questions.set(asked.id, asked)
    } else if (name === 'QuestionClosed') {
      const { id } = payload as WindowEvents['QuestionClosed']
      questions.delete(id)
      if (tunnels === undefined) closed.add(id)
    } else return
    tell()
  })

  // An event that came meanwhile is newer than the answer.
  for (const asked of (await ask(service, 'listQuestions')) ?? []) if (!closed.has(asked.id)) questions.set(asked.id, asked)
  tunnels ??= (await ask(service, 'listTunnels')) ?? []
  tell()
}
