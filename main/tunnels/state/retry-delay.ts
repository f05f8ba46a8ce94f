/** The backoff of a tunnel, an immutable value. Each failure or loss yields the next one. */
export interface Backoff {
  /** Tries left with a short ceiling. A lost connection gets some, because a restarted sshd is back within a second. */
  readonly quickTries: number
  /** How often the ordinary ceiling has been doubled. */
  readonly doublings: number
  /** Connections in a row that were lost soon after they were made. */
  readonly shortLives: number
}

export const freshBackoff: Backoff = { quickTries: 0, doublings: 0, shortLives: 0 }

const firstCeilingMs = 1000
const quickCeilingMs = 500
const quickTriesAfterLoss = 6
const shortLifeMs = 2000
// Without this limit, a server that accepts each log-in and hangs up at once would get several log-ins a second for ever.
const shortLivesForgiven = 5
const mostDoublings = 30

export const afterFailure = (backoff: Backoff): Backoff =>
  backoff.quickTries > 0
    ? { ...backoff, quickTries: backoff.quickTries - 1 }
    : { ...backoff, doublings: Math.min(backoff.doublings + 1, mostDoublings) }

/** Returns the backoff after the loss of a connection that lasted `livedMs`. */
export const afterLoss = (backoff: Backoff, livedMs: number): Backoff => {
  const shortLives = livedMs < shortLifeMs ? backoff.shortLives + 1 : 0
  return shortLives <= shortLivesForgiven
    ? { quickTries: quickTriesAfterLoss, doublings: 0, shortLives }
    : { quickTries: 0, doublings: Math.min(shortLives - shortLivesForgiven - 1, mostDoublings), shortLives }
}

/**
 * Returns the delay before the next attempt, in milliseconds. It has full jitter, anywhere between 0 and a ceiling, so that the clients of a
 * restarted server do not all connect at once. The ceiling is 1 s, doubled by each failure up to `longestMs`; for the first tries after a loss
 * it is 500 ms. `random` is in [0, 1).
 */
export const retryDelayMs = (backoff: Backoff, { longestMs, random }: { longestMs: number; random: number }): number => {
  const ceilingMs = backoff.quickTries > 0 ? quickCeilingMs : firstCeilingMs * 2 ** backoff.doublings
  return Math.round(random * Math.min(ceilingMs, longestMs))
}
