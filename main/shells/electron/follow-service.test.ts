import { expect, test } from 'vitest'
import { asked, tunnel } from '../../testing/tray-samples.ts'
import type { WindowListener, WindowService } from '../../window/window-service.ts'
import { followService, type ServiceFacts } from './follow-service.ts'

const question = asked('Work')
const later = { ...asked('Home'), id: 'b6b6d0c8-9a6b-4f5e-8a51-0f9b2f1f3a10' }
const stopped = [tunnel(1, { name: 'stopped' })]
const waiting = [tunnel(1, { name: 'waiting' })]

/** A service that answers when it is told to, with one tunnel and one question at its start. */
const begin = () => {
  const answers: Readonly<Record<string, unknown>> = { listAccounts: [], listTunnels: stopped, listQuestions: [question] }
  let tell: WindowListener = () => undefined
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const service: Pick<WindowService, 'answer' | 'subscribe'> = {
    answer: async (name) => {
      await released
      return { ok: true, answer: answers[String(name)] }
    },
    subscribe: (listener) => {
      tell = listener
      return () => undefined
    },
  }
  const heard: ServiceFacts[] = []
  const followed = followService(service, (facts) => heard.push(facts))
  return {
    tell: ((name, payload) => tell(name, payload)) as WindowListener,
    answered: () => {
      release()
      return followed
    },
    last: () => heard.at(-1),
  }
}

test('it gets the present facts, and then each change', async () => {
  const { tell, answered, last } = begin()
  await answered()
  expect(last()).toEqual({ accounts: [], tunnels: stopped, questions: [question] })
  tell('TunnelsChanged', waiting)
  tell('QuestionAsked', later)
  expect(last()).toEqual({ accounts: [], tunnels: waiting, questions: [question, later] })
  tell('QuestionClosed', { id: question.id })
  expect(last()?.questions).toEqual([later])
})

test('an event before the answer is newer than the answer', async () => {
  const { tell, answered, last } = begin()
  tell('TunnelsChanged', waiting)
  tell('QuestionAsked', later)
  tell('QuestionClosed', { id: question.id })
  await answered()
  expect(last()).toEqual({ accounts: [], tunnels: waiting, questions: [later] })
})

test('a question in both an event and the answer is listed once', async () => {
  const { tell, answered, last } = begin()
  tell('QuestionAsked', question)
  await answered()
  expect(last()?.questions).toEqual([question])
})
