import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { afterFailure, afterLoss, freshBackoff, retryDelayMs } from './retry-delay.ts'
import type { Backoff } from './retry-delay.ts'

const almostOne = 1 - Number.EPSILON
const ceilings = (from: Backoff, count: number, longestMs = 60_000): readonly number[] => {
  const seen: number[] = []
  for (let backoff = from; seen.length < count; backoff = afterFailure(backoff))
    seen.push(retryDelayMs(backoff, { longestMs, random: almostOne }))
  return seen
}

describe('the delay between attempts', () => {
  test('has a ceiling of one second that doubles up to the longest', () => {
    expect(ceilings(freshBackoff, 9)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })

  test('may be 0, because of full jitter', () => {
    expect(retryDelayMs({ ...freshBackoff, doublings: 6 }, { longestMs: 60_000, random: 0 })).toBe(0)
  })

  test('is short for the first tries after a loss, then begins its doubling', () => {
    expect(ceilings(afterLoss(freshBackoff, 60_000), 9)).toEqual([500, 500, 500, 500, 500, 500, 1000, 2000, 4000])
  })

  test('finds a server again within two seconds of the loss when it is back in half a second', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.2, max: almostOne, noNaN: true }), { minLength: 20, maxLength: 20 }), (randoms) => {
        let at = 0
        let backoff = afterLoss(freshBackoff, 1000)
        for (const random of randoms) {
          at += retryDelayMs(backoff, { longestMs: 60_000, random })
          if (at > 500) break
          backoff = afterFailure(backoff)
        }
        expect(at).toBeLessThanOrEqual(1500)
      }),
    )
  })

  test('grows for a server that hangs up after each log-in', () => {
    let backoff = freshBackoff
    const seen = Array.from({ length: 10 }, () => {
      backoff = afterLoss(backoff, 50)
      return retryDelayMs(backoff, { longestMs: 60_000, random: almostOne })
    })
    expect(seen).toEqual([500, 500, 500, 500, 500, 1000, 2000, 4000, 8000, 16_000])
    expect(retryDelayMs(afterLoss(backoff, 60_000), { longestMs: 60_000, random: almostOne })).toBe(500)
  })

  test.each([
    [1999, 1000],
    [2000, 500],
  ])('counts a connection of %i ms as short only below two seconds: the next ceiling is %i ms', (livedMs, ceiling) => {
    let backoff = freshBackoff
    for (let lost = 0; lost < 5; lost += 1) backoff = afterLoss(backoff, 0)
    expect(ceilings(afterLoss(backoff, livedMs), 1)).toEqual([ceiling])
  })

  test('never exceeds the longest delay of the settings', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.integer({ min: 1, max: 3600 }),
        fc.double({ min: 0, max: almostOne, noNaN: true }),
        (failures, seconds, random) => {
          let backoff = freshBackoff
          for (let n = 0; n < failures; n++) backoff = afterFailure(backoff)
          const delay = retryDelayMs(backoff, { longestMs: seconds * 1000, random })
          expect(delay).toBeGreaterThanOrEqual(0)
          expect(delay).toBeLessThanOrEqual(seconds * 1000)
        },
      ),
    )
  })
})
