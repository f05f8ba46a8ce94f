/** A time limit that stands still while a person is asked. */
export interface Deadline {
  /** Aborted with the reason that `onExpiry` gives once the time is used up. */
  readonly signal: AbortSignal
  /** Runs `work` with the clock stopped. */
  readonly whilePaused: <T>(work: () => Promise<T>) => Promise<T>
  /** Starts the whole time again, for the next phase. */
  readonly restart: () => void
  readonly clear: () => void
}

/** `reason` makes the error that the signal is aborted with; it is made when the time is up. */
export const createDeadline = (timeoutMs: number, reason: () => Error): Deadline => {
  const controller = new AbortController()
  let remaining = timeoutMs
  let startedAt = performance.now()
  let paused = 0
  let cleared = false
  let timer: NodeJS.Timeout | undefined

  const run = (): void => {
    clearTimeout(timer)
    if (cleared || paused > 0 || controller.signal.aborted) return
    startedAt = performance.now()
    timer = setTimeout(() => {
      controller.abort(reason())
    }, remaining)
  }
  run()

  return {
    signal: controller.signal,
    whilePaused: async (work) => {
      if (paused === 0) {
        clearTimeout(timer)
        remaining = Math.max(0, remaining - (performance.now() - startedAt))
      }
      paused += 1
      try {
        return await work()
      } finally {
        paused -= 1
        run()
      }
    },
    restart: () => {
      remaining = timeoutMs
      run()
    },
    clear: () => {
      cleared = true
      clearTimeout(timer)
    },
  }
}
