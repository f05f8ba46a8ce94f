import { interruptedExitCode } from '../exit-code.ts'

export interface StopSignals {
  /** Aborted by the first SIGINT, SIGTERM, SIGHUP or SIGBREAK, or by Ctrl+C at a question. */
  readonly signal: AbortSignal
  readonly release: () => void
}

// On Windows SIGHUP is the closing of the console, and SIGBREAK is Ctrl+Break.
const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const

/**
 * One Ctrl+C arrives more than once: npx passes it on to a child that has it from the terminal already, and when-exit, a dependency of
 * conf, sends each signal again. A signal within this time is not a person's second Ctrl+C.
 */
const sameSignalMs = 500

/** The first signal starts a clean end, and a later one ends the process at once. */
export const stopSignals = (
  owner: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>,
  interrupted: AbortSignal,
  onStop: () => void,
): StopSignals => {
  const controller = new AbortController()
  let firstAt = 0
  const received = (): void => {
    if (!controller.signal.aborted) {
      firstAt = performance.now()
      controller.abort()
      onStop()
    } else if (performance.now() - firstAt >= sameSignalMs) owner.exit(interruptedExitCode)
  }
  for (const name of names) owner.on(name, received)
  interrupted.addEventListener('abort', received)
  return {
    signal: controller.signal,
    release: () => {
      // After a signal the command is ending, and when-exit's copy of the signal may arrive later. Without a listener the copy would end
      // the process by the signal, after "stopped" was printed with 0.
      if (controller.signal.aborted) return
      for (const name of names) owner.off(name, received)
      interrupted.removeEventListener('abort', received)
    },
  }
}
