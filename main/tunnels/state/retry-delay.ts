/** How far a tunnel has backed off. A value: each failure or loss gives the next one. */
export interface Backoff {
  /** Tries left with a short ceiling, given to a connection that was up: a restarted sshd is back within a second. */
  readonly quickTries: number
  /** How often the ordinary ceiling has been doubled. */
  readonly doublings: number
  /** Connections in a row that were lost soon after they came up. */
  readonly shortLives: number
}

export const freshBackoff: Backoff = { quickTries: 0, doublings: 0, shortLives: 0 }

const firstCeilingMs = 1000
const quickCeilingMs = 500
const quickTriesAfterLoss = 6
const shortLifeMs = 2000
// A server that takes each log-in and hangs up at once would otherwise be logged in to several times a second for ever.
const shortLivesForgiven = 5
const mostDoublings = 30

export const afterFailure = (backoff: Backoff): Backoff =>
  backoff.quickTries > 0
    ? { ...backoff, quickTries: backoff.quickTries - 1 }
    : { ...backoff, doublings: Math.min(backoff.doublings + 1, mostDoublings) }

/** The backoff with which a connection that was up for `livedMs` and then lost is sought again. */
export const afterLoss = (backoff: Backoff, livedMs: number): Backoff => {
  const shortLives = livedMs < shortLifeMs ? backoff.shortLives + 1 : 0
  return shortLives <= shortLivesForgiven
    ? { quickTries: quickTriesAfterLoss, doublings: 0, shortLives }
    : { quickTries: 0, doublings: Math.min(shortLives - shortLivesForgiven - 1, mostDoublings), shortLives }
}

/**
 * The delay before the next attempt, in milliseconds: full jitter, that is anywhere between nothing and a ceiling, so that the
 * clients of a server that comes back do not all come at once. The ceiling is 1 s, doubled by each failure up to `longestMs`; the
 * first tries after a loss have 500 ms. `random` is in [0, 1).
 */
export const retryDelayMs = (backoff: Backoff, { longestMs, random }: { longestMs: number; random: number }): number => {
  const ceilingMs = backoff.quickTries > 0 ? quickCeilingMs : firstCeilingMs * 2 ** backoff.doublings
  return Math.round(random * Math.min(ceilingMs, longestMs))
}
