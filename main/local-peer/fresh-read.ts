import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Shares reads of a table between callers at about the same time. Each call gets a read that begins after it, so that the wanted entry can
 * be in it. Calls during a read, and for `pauseMs` after it, wait for the next one.
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
