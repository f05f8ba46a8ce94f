import { describe, expect, test } from 'vitest'
import { missedMs } from './missed-time.ts'

const before = { wall: 1_000_000, monotonic: 500 }
const after = (wall: number, monotonic: number) => ({ wall: before.wall + wall, monotonic: before.monotonic + monotonic })

describe('a timer of three seconds', () => {
  test.each([
    ['that is in time', 3000, 3000],
    ['that is late because the computer is busy', 7000, 7000],
    ['while the wall clock was set back by an hour', -3_600_000, 3001],
  ])('%s missed nothing', (_what, wall, monotonic) => {
    expect(missedMs(before, after(wall, monotonic), 3000)).toBe(0)
  })

  test.each([
    ['on a system whose monotonic clock stops in a sleep', 63_000, 3000, 60_000],
    ['on a system whose monotonic clock goes on in a sleep', 63_000, 63_000, 60_000],
    ['where the wall clock was set back at the same time', -1, 63_000, 60_000],
  ])('returns how long it slept, %s', (_what, wall, monotonic, missed) => {
    expect(missedMs(before, after(wall, monotonic), 3000)).toBe(missed)
  })
})
