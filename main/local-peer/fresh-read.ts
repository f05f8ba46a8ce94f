import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Shares reads of a table between all who ask at about the same time. Each gets one that began after it asked, so that what it asks
 * for can be in it; while one read runs, and for `pauseMs` after it, all who come wait for the next.
 */
export const createFreshRead = <T>(read: () => Promise<T>, pauseMs = 0): (() => Promise<T>) => {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    next ??= running.then(() => {
      next = undefined
      const reading = read()
      running = reading.catch(() => undefined)
      if (pauseMs > 0) running = running.then(() => sleep(pauseMs, undefined, { ref: false }))
      return reading
    })
    return next
  }
}
