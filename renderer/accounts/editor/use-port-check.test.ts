// @vitest-environment jsdom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdCalls } from '../../testing/fake-postern.ts'
import { renderHook } from '../../testing/render-hook.ts'
import type { ForwardValues } from './account-values.ts'
import { usePortCheck } from './use-port-check.ts'

const values: ForwardValues = {
  id: 'pop3',
  service: 'pop3',
  label: '',
  enabled: true,
  destinationHost: 'localhost',
  destinationPort: '110',
  bindAddress: '127.0.0.1',
  bindPort: '11110',
  mailTls: 'none',
  certificateName: '',
  mailServer: undefined,
}
const failure = { code: 'port-taken', port: 11_110 } as const

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

const setUp = () => {
  const calls = holdCalls('checkLocalPort')
  const useCheck = (change: Partial<ForwardValues>) => usePortCheck({ ...values, ...change }, undefined, [11_143])
  return { calls, ...renderHook<Partial<ForwardValues>, ReturnType<typeof useCheck>>(useCheck, {}) }
}
const pause = (): void => act(() => void vi.advanceTimersByTime(250))

test('a typed port is checked once, when the person pauses', async () => {
  const { calls, result, render } = setUp()
  for (const bindPort of ['1', '11', '1111']) render({ bindPort })
  expect(calls).toEqual([])
  expect(result()).toEqual({ name: 'checking' })
  pause()
  expect(calls.map(({ input }) => input)).toEqual([{ bindAddress: '127.0.0.1', port: 1111, forwardId: 'pop3' }])
  await calls[0]!.answer({ free: true })
  expect(result()).toEqual({ name: 'free' })
})

test('a taken port comes with a suggestion', async () => {
  const { calls, result } = setUp()
  pause()
  await calls[0]!.answer({ free: false, failure, suggestion: 11_111 })
  expect(result()).toEqual({ name: 'obstacle', failure, suggestion: { bindAddress: '127.0.0.1', bindPort: 11_111 } })
})

test('a late answer about an older port is dropped', async () => {
  const { calls, result, render } = setUp()
  pause()
  render({ bindPort: '11111' })
  pause()
  await calls[1]!.answer({ free: true })
  await calls[0]!.answer({ free: false, failure, suggestion: 11_112 })
  expect(result()).toEqual({ name: 'free' })
})

test.each<Partial<ForwardValues>>([{ enabled: false }, { bindPort: '' }, { bindPort: '70000' }, { bindPort: 'pop3' }])(
  'a port is not checked with %o',
  (change) => {
    const { calls, result, render } = setUp()
    render(change)
    pause()
    expect(result()).toEqual({ name: 'unchecked' })
    expect(calls).toEqual([])
  },
)
