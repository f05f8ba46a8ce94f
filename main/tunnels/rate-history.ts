/** A running total of bytes at a moment, in milliseconds of a monotonic clock. */
interface Sample {
  readonly at: number
  readonly total: number
}

/** Remembers a running total for the length of the longest window. */
export interface RateHistory {
  /** Notes the current total. To be called when bytes begin and cease to flow, and a few times a second in between. */
  readonly note: (total: number, at: number) => void
  /** Returns the bytes per second over the last `windowMs`. The whole window counts, even where it began before the first note. */
  readonly rate: (now: number, windowMs: number) => number
}

/** Of three notes within this time the second is dropped, so that a burst of short connections does not push out the last minute. */
const closestMs = 250

/** A ring that holds two notes per `closestMs` of `longestMs`: the same memory whatever flows. */
export const createRateHistory = (longestMs: number): RateHistory => {
  const capacity = 2 * Math.ceil(longestMs / closestMs) + 3
  const ring: Sample[] = []
  let newest = -1

  const back = (count: number): Sample | undefined => ring[(newest - count + capacity) % capacity]

  const note = (total: number, at: number): void => {
    const last = back(0)
    const beforeLast = back(1)
    // The newest note is overwritten, not kept, so that it always has the current total.
    const replaces = last !== undefined && beforeLast !== undefined && at - beforeLast.at < closestMs
    if (!replaces) newest = (newest + 1) % capacity
    ring[newest] = { at, total }
  }

  // The bytes between two notes count as an even flow. No byte flows after the last note, and the total before the first is 0.
  const totalAt = (at: number): number => {
    let later: Sample | undefined
    for (let count = 0; count < ring.length; count++) {
      const sample = back(count)
      if (sample === undefined) break
      if (sample.at <= at) return later === undefined ? sample.total : between(sample, later, at)
      later = sample
    }
    return 0
  }

  return {
    note,
    rate: (now, windowMs) => Math.max(0, ((back(0)?.total ?? 0) - totalAt(now - windowMs)) * 1000) / windowMs,
  }
}

const between = (earlier: Sample, later: Sample, at: number): number =>
  earlier.total + ((later.total - earlier.total) * (at - earlier.at)) / (later.at - earlier.at)
