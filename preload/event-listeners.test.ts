import { afterEach, expect, test, vi } from 'vitest'
import { createEventListeners } from './event-listeners.ts'

afterEach(() => vi.unstubAllGlobals())

test('each listener is called for its own event until its subscription ends', () => {
  const { subscribe, tell } = createEventListeners()
  const heard: unknown[] = []
  const end = subscribe('QuestionAsked', (payload) => heard.push(payload))
  tell('QuestionAsked', 1)
  tell('QuestionClosed', 2)
  tell('__proto__', 3)
  end()
  tell('QuestionAsked', 4)
  expect(heard).toEqual([1])
})

test('a function that subscribes twice is called twice, and each subscription ends by itself', () => {
  const { subscribe, tell } = createEventListeners()
  const listener = vi.fn<(payload: unknown) => void>()
  const end = subscribe('QuestionAsked', listener)
  subscribe('QuestionAsked', listener)
  tell('QuestionAsked', 1)
  end()
  end()
  tell('QuestionAsked', 2)
  expect(listener.mock.calls).toEqual([[1], [1], [2]])
})

test('a listener that throws is reported, and the others are still called', () => {
  const report = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', report)
  const { subscribe, tell } = createEventListeners()
  const fault = new Error('drawn wrongly')
  const other = vi.fn<(payload: unknown) => void>()
  subscribe('QuestionAsked', () => {
    throw fault
  })
  subscribe('QuestionAsked', other)
  tell('QuestionAsked', 1)
  expect(report).toHaveBeenCalledExactlyOnceWith(fault)
  expect(other).toHaveBeenCalledExactlyOnceWith(1)
})
