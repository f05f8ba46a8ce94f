import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createUnusedEnd } from './unused-end.ts'

const connectedForAWhile = () => {
  const use = { isInUse: false }
  const end = vi.fn()
  const unused = createUnusedEnd({ lingerMs: 5000, isInUse: () => use.isInUse, end })
  unused.begin()
  return { use, end, unused, pass: (ms: number) => vi.advanceTimersByTime(ms) }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a tunnel that was connected for a while', () => {
  test('ends once when no mail client has called', () => {
    const { end, unused, pass } = connectedForAWhile()
    unused.observe('connecting')
    unused.observe('connected')
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    pass(60_000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('begins its linger when it is connected, however long the attempt was', () => {
    const { end, unused, pass } = connectedForAWhile()
    unused.observe('connecting')
    pass(60_000)
    unused.observe('connected')
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test.each(['retrying', 'offline', 'blocked'] as const)(
    'waits for the end of an attempt, and ends where it is then %s',
    (state) => {
      const { end, unused, pass } = connectedForAWhile()
      unused.observe('connecting')
      pass(5000)
      expect(end).not.toHaveBeenCalled()
      unused.observe(state)
      expect(end).toHaveBeenCalledOnce()
    },
  )

  test.each(['retrying', 'offline', 'blocked'] as const)('ends while it is %s', (state) => {
    const { end, unused, pass } = connectedForAWhile()
    unused.observe('connecting')
    unused.observe(state)
    pass(5000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('stays while a mail client uses it, and lingers once the last has hung up', () => {
    const { use, end, unused, pass } = connectedForAWhile()
    unused.observe('connected')
    use.isInUse = true
    pass(60_000)
    expect(end).not.toHaveBeenCalled()
    use.isInUse = false
    unused.begin()
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test('stays while a mail client waits for it, and ends after that has given up without an event', () => {
    const { use, end, unused, pass } = connectedForAWhile()
    use.isInUse = true
    unused.observe('connecting')
    pass(5000)
    unused.observe('retrying')
    expect(end).not.toHaveBeenCalled()
    use.isInUse = false
    pass(5000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('begins its linger again when it is asked for again', () => {
    const { end, unused, pass } = connectedForAWhile()
    unused.observe('connected')
    pass(4000)
    unused.begin()
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test('does not end a second time after a disconnect', () => {
    const { end, unused, pass } = connectedForAWhile()
    unused.observe('connected')
    unused.observe('stopped')
    pass(60_000)
    expect(end).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})
