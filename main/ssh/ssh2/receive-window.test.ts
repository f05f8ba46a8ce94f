import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createWindowBudget,
  creditDue,
  firstWindowSize,
  largestWindowSize,
  newReceiveWindow,
  windowAfter,
} from './receive-window.ts'

const mebibyte = 1024 * 1024

test('a window doubles when more than half of it is read within a round trip, up to the largest', () => {
  const budget = createWindowBudget()
  let window = newReceiveWindow(0)
  const sizes: number[] = []
  for (let now = 1; now <= 7; now += 1) {
    window = windowAfter(window, window.size, { now, rttMs: 100, budget })
    sizes.push(window.size / mebibyte)
  }
  expect(sizes).toEqual([4, 8, 16, 32, 32, 32, 32])
  expect(budget.left).toBe(0)
})

test('several reads within one round trip count together', () => {
  const budget = createWindowBudget()
  let window = newReceiveWindow(0)
  for (let now = 10; now <= 40; now += 10) window = windowAfter(window, mebibyte / 3, { now, rttMs: 100, budget })
  expect(window.size).toBe(2 * firstWindowSize)
})

test('a window stays where half of it takes longer than a round trip', () => {
  const budget = createWindowBudget()
  let window = newReceiveWindow(0)
  for (let now = 60; now <= 6000; now += 60) window = windowAfter(window, mebibyte / 2, { now, rttMs: 100, budget })
  expect(window.size).toBe(firstWindowSize)
  expect(budget.left).toBe(largestWindowSize - firstWindowSize)
})

test('a window stays while no round trip is known', () => {
  const window = windowAfter(newReceiveWindow(0), 100 * mebibyte, { now: 1, rttMs: undefined, budget: createWindowBudget() })
  expect(window.size).toBe(firstWindowSize)
})

test('all windows of a connection together grow by no more than its budget', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ channel: fc.nat(7), taken: fc.nat(64 * mebibyte), pause: fc.nat(50) }), { maxLength: 200 }),
      (reads) => {
        const budget = createWindowBudget()
        const windows = Array.from({ length: 8 }, () => newReceiveWindow(0))
        let now = 0
        for (const { channel, taken, pause } of reads) {
          now += pause
          windows[channel] = windowAfter(windows[channel]!, taken, { now, rttMs: 40, budget })
        }
        const grown = windows.reduce((sum, { size }) => sum + size - firstWindowSize, 0)
        expect(budget.left).toBeGreaterThanOrEqual(0)
        expect(grown + budget.left).toBe(largestWindowSize - firstWindowSize)
        for (const { size } of windows) expect(size).toBeLessThanOrEqual(largestWindowSize)
      },
    ),
  )
})

test('credit fills the window up', () => {
  expect(creditDue({ ...newReceiveWindow(0), size: 8 * mebibyte }, 3 * mebibyte)).toBe(5 * mebibyte)
  expect(creditDue(newReceiveWindow(0), 0)).toBe(firstWindowSize)
})

test('credit that is not worth a packet waits', () => {
  expect(creditDue(newReceiveWindow(0), mebibyte + 1)).toBe(0)
  expect(creditDue(newReceiveWindow(0), mebibyte)).toBe(mebibyte)
  // A large window does not wait for half of it: the server would stand still meanwhile.
  expect(creditDue({ ...newReceiveWindow(0), size: largestWindowSize }, largestWindowSize - mebibyte)).toBe(mebibyte)
})
