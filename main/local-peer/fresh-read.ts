/**
 * Shares reads of a table between all who ask at about the same time. Each gets one that began after it asked, so that what it asks
 * for can be in it; while one read runs, all who come wait for the next.
 */
export const createFreshRead = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    next ??= running.then(() => {
      next = undefined
      const reading = read()
      running = reading.catch(() => undefined)
      return reading
    })
    return next
  }
}
