/** The time limit of an attempt, phase by phase. It stands still while a person is asked. */
export interface Deadline {
  /** Aborted with the error of the phase once its time is used up. */
  readonly signal: AbortSignal
  /**
   * Runs `work` with the clock stopped. Afterwards the phase has its whole time again, because the peer can begin its work only with the
   * answer.
   */
  readonly whilePaused: <T>(work: () => Promise<T>) => Promise<T>
  /** Sets the error for the rest of the phase; the clock runs on. */
  readonly expect: (error: () => Error) => void
  /** Begins a phase with a time of its own, in ms. */
  readonly begin: (timeoutMs: number, error: () => Error) => void
  readonly clear: () => void
}

/** `error` makes the error of the aborted signal; it is called when the time is up. */
export const createDeadline = (timeoutMs: number, error: () => Error): Deadline => {
  const controller = new AbortController()
  let phase = { timeoutMs, error }
  let paused = 0
  let cleared = false
  let timer: NodeJS.Timeout | undefined

  const run = (): void => {
    clearTimeout(timer)
    if (cleared || paused > 0 || controller.signal.aborted) return
    timer = setTimeout(() => controller.abort(phase.error()), phase.timeoutMs)
  }
  run()

  return {
    signal: controller.signal,
    whilePaused: async (work) => {
      paused += 1
      clearTimeout(timer)
      try {
        return await work()
      } finally {
        paused -= 1
        run()
      }
    },
    expect: (next) => {
      phase = { ...phase, error: next }
    },
    begin: (ms, next) => {
      phase = { timeoutMs: ms, error: next }
      run()
    },
    clear: () => {
      cleared = true
      clearTimeout(timer)
    },
  }
}
