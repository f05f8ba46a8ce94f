import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRefusalCounter } from './count-refusals.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const counted = () => {
  const said: [string, number][] = []
  return { said, counter: createRefusalCounter((reason, count) => said.push([reason, count])) }
}

test('the first refusal is said at once, and what follows once a minute in sum', () => {
  const { said, counter } = counted()
  for (let count = 0; count < 10_000; count += 1) counter.refused('other-user')
  expect(said).toEqual([['other-user', 1]])
  vi.advanceTimersByTime(60_000)
  for (let count = 0; count < 7; count += 1) counter.refused('other-user')
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual([
    ['other-user', 1],
    ['other-user', 9999],
    ['other-user', 7],
  ])
})

test('reasons are counted apart, and one that was away for a minute is said at once again', () => {
  const { said, counter } = counted()
  counter.refused('other-user')
  counter.refused('too-many')
  vi.advanceTimersByTime(60_000)
  counter.refused('other-user')
  expect(said).toEqual([
    ['other-user', 1],
    ['too-many', 1],
    ['other-user', 1],
  ])
})

test('what is not said yet is said at the end, and no timer stays', () => {
  const { said, counter } = counted()
  counter.refused('other-user')
  counter.refused('other-user')
  counter.close()
  expect(said).toEqual([
    ['other-user', 1],
    ['other-user', 1],
  ])
  expect(vi.getTimerCount()).toBe(0)
})
