/** Bytes within a window that slides with the clock. Times are milliseconds of a monotonic clock that never runs backwards. */
export interface RateWindow {
  readonly add: (bytes: number, now: number) => void
  /** Bytes per second, averaged over the whole window. */
  readonly rate: (now: number) => number
}

/**
 * A ring of `buckets` equal parts of the window and one more, which is being filled. The oldest part counts by the share of it that
 * is still inside the window. Takes the same memory and time whatever flows.
 */
export const createRateWindow = ({ windowMs, buckets }: { windowMs: number; buckets: number }): RateWindow => {
  const bucketMs = windowMs / buckets
  const ring = new Float64Array(buckets + 1)
  let newest = 0

  // Moves on to the bucket of `now`, emptying what it passes.
  const advance = (now: number): number => {
    const bucket = Math.floor(now / bucketMs)
    const passed = Math.min(bucket - newest, ring.length)
    for (let n = 0; n < passed; n++) ring[(bucket - n) % ring.length] = 0
    newest = Math.max(newest, bucket)
    return newest % ring.length
  }

  return {
    add: (bytes, now) => {
      const at = advance(now)
      ring[at] = (ring[at] ?? 0) + bytes
    },
    rate: (now) => {
      const oldest = (advance(now) + 1) % ring.length
      const inside = 1 - Math.min(1, (now % bucketMs) / bucketMs)
      const total = ring.reduce((sum, bytes, index) => sum + (index === oldest ? bytes * inside : bytes), 0)
      return (total * 1000) / windowMs
    },
  }
}
