/** A reading of both clocks, in ms. */
export interface Clocks {
  /** Since the epoch. It goes on while the computer sleeps, and a person or a time server may set it. */
  readonly wall: number
  /** Never goes back. Linux stops it while the computer sleeps; Windows and macOS do not. */
  readonly monotonic: number
}

/** More than a busy computer lets a timer wait. */
const longestLatenessMs = 5000

/**
 * For how long this process did not run, in ms, though a timer of `delayMs` that was set at `before` was to wake it by `now`: because the
 * computer slept, or the process was stopped. 0 where the timer was about in time. A clock that was set forward looks like a sleep.
 */
export const missedMs = (before: Clocks, now: Clocks, delayMs: number): number => {
  const lateness = Math.max(now.wall - before.wall, now.monotonic - before.monotonic) - delayMs
  return lateness > longestLatenessMs ? lateness : 0
}
