/** A running total of bytes at a moment, in milliseconds of a monotonic clock. */
interface Sample {
  readonly at: number
  readonly total: number
}

/** Remembers a running total for as long as the longest window that is asked for. */
export interface RateHistory {
  /** Notes the total as it stands. To be called when bytes begin and end to flow, and a few times a second in between. */
  readonly note: (total: number, at: number) => void
  /** Bytes per second over the last `windowMs`, the whole window counted even where it began before the first note. */
  readonly rate: (now: number, windowMs: number) => number
}

/** Of three notes within this time the second goes: a burst of short connections must not push the minute out. */
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
    // The newest note always tells the total of now: it is moved on rather than left behind.
    const replaces = last !== undefined && beforeLast !== undefined && at - beforeLast.at < closestMs
    if (!replaces) newest = (newest + 1) % capacity
    ring[newest] = { at, total }
  }

  // Between two notes the bytes are taken to have flowed evenly; after the last one none did, and before the first there were none.
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
