import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createUnusedEnd } from './unused-end.ts'

const brought = () => {
  const use = { isInUse: false }
  const end = vi.fn()
  const unused = createUnusedEnd({ lingerMs: 5000, isInUse: () => use.isInUse, end })
  unused.begin()
  return { use, end, unused, pass: (ms: number) => vi.advanceTimersByTime(ms) }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a tunnel that was brought up for a while', () => {
  test('ends once when nobody ever called', () => {
    const { end, unused, pass } = brought()
    unused.observe('connecting')
    unused.observe('connected')
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    pass(60_000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('lingers from the moment that it is connected, however long that took', () => {
    const { end, unused, pass } = brought()
    unused.observe('connecting')
    pass(60_000)
    unused.observe('connected')
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test.each(['retrying', 'offline', 'blocked'] as const)('lets an attempt come to its end, and ends where that is %s', (state) => {
    const { end, unused, pass } = brought()
    unused.observe('connecting')
    pass(5000)
    expect(end).not.toHaveBeenCalled()
    unused.observe(state)
    expect(end).toHaveBeenCalledOnce()
  })

  test.each(['retrying', 'offline', 'blocked'] as const)('ends while it is %s', (state) => {
    const { end, unused, pass } = brought()
    unused.observe('connecting')
    unused.observe(state)
    pass(5000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('stays as long as a mail client uses it, and lingers when the last has hung up', () => {
    const { use, end, unused, pass } = brought()
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

  test('stays while a mail client waits for it, and ends when that one gave up and told nobody', () => {
    const { use, end, unused, pass } = brought()
    use.isInUse = true
    unused.observe('connecting')
    pass(5000)
    unused.observe('retrying')
    expect(end).not.toHaveBeenCalled()
    use.isInUse = false
    pass(5000)
    expect(end).toHaveBeenCalledOnce()
  })

  test('begins its linger anew when it is asked for again', () => {
    const { end, unused, pass } = brought()
    unused.observe('connected')
    pass(4000)
    unused.begin()
    pass(4999)
    expect(end).not.toHaveBeenCalled()
    pass(1)
    expect(end).toHaveBeenCalledOnce()
  })

  test('ends no second time after it was taken down', () => {
    const { end, unused, pass } = brought()
    unused.observe('connected')
    unused.observe('stopped')
    pass(60_000)
    expect(end).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})
