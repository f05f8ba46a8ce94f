import { expect, test, vi } from 'vitest'
import { windowEventNames } from '../contract/events.ts'
import { requestNames } from '../contract/requests.ts'
import { createPosternApi, type Bridge } from './create-postern-api.ts'

const recordingBridge = () => {
  const asked: unknown[][] = []
  const end = vi.fn<() => void>()
  const bridge: Bridge = {
    request: (...request) => {
      asked.push(request)
      return Promise.resolve({ ok: true, answer: null })
    },
    subscribe: (...subscription) => {
      asked.push(subscription)
      return end
    },
  }
  return { asked, end, bridge }
}

test('window.postern holds a function for each request and event, and nothing else', () => {
  const api = createPosternApi(recordingBridge().bridge)
  const names = [...requestNames, ...windowEventNames.map((name) => `on${name}`)]
  expect(Reflect.ownKeys(api).sort()).toEqual(names.sort())
  expect(Object.values(api).every((value) => typeof value === 'function')).toBe(true)
  expect(Object.getPrototypeOf(api)).toBe(Object.prototype)
})

test('window.postern cannot be changed', () => {
  const api = createPosternApi(recordingBridge().bridge)
  expect(Object.isFrozen(api)).toBe(true)
  expect(Reflect.set(api, 'connect', () => undefined)).toBe(false)
  expect(Reflect.defineProperty(api, 'request', { value: () => undefined })).toBe(false)
})

test('a call sends its own name and its one input, and an empty input if it needs none', async () => {
  const { asked, bridge } = recordingBridge()
  const api = createPosternApi(bridge)
  const more = api.connect as unknown as (...input: unknown[]) => Promise<unknown>
  expect(await more({ accountId: 'a' }, 'more')).toEqual({ ok: true, answer: null })
  await api.listAccounts()
  expect(asked).toEqual([
    ['connect', { accountId: 'a' }],
    ['listAccounts', {}],
  ])
})

test('a subscription listens to its own event, and the function that it returns ends it', () => {
  const { asked, end, bridge } = recordingBridge()
  const listener = (): void => undefined
  createPosternApi(bridge).onQuestionAsked(listener)()
  expect(asked).toEqual([['QuestionAsked', listener]])
  expect(end).toHaveBeenCalledOnce()
})
