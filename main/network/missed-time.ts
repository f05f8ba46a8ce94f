/** A reading of both clocks, in ms. */
export interface Clocks {
  /** Time since the epoch. It goes on while the computer sleeps, and a person or a time server may set it. */
  readonly wall: number
  /** A clock that never goes back. Linux stops it while the computer sleeps; Windows and macOS do not. */
  readonly monotonic: number
}

/** Longer than a busy computer delays a timer. */
const longestLatenessMs = 5000

/**
 * Returns how late a timer of `delayMs` is, in ms, that was set at `before` and fired at `now`: the time for which the computer slept or this
 * process was stopped. 0 if the timer was about in time. A clock that was set forward looks like a sleep.
 */
export const missedMs = (before: Clocks, now: Clocks, delayMs: number): number => {
  const lateness = Math.max(now.wall - before.wall, now.monotonic - before.monotonic) - delayMs
  return lateness > longestLatenessMs ? lateness : 0
}
