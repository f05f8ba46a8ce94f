import { interruptedExitCode } from '../exit-code.ts'

export interface StopSignals {
  /** Aborted by the first SIGINT, SIGTERM, SIGHUP or SIGBREAK, or by Ctrl+C at a question. */
  readonly signal: AbortSignal
  readonly release: () => void
}

// On Windows SIGHUP is the closing of the console, and SIGBREAK is Ctrl+Break.
const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const

/**
 * One Ctrl+C arrives more than once: npx passes it on to a child that the terminal has sent it to already, and when-exit, which conf
 * brings, sends each signal again. What comes this soon is not a person's second one.
 */
const sameSignalMs = 500

/** The first signal asks for a clean end, a later one ends the process at once. */
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
      // After a signal the command is ending, and the one that when-exit sends again may still be on its way: with nobody listening it
      // would end the process by the signal, after "stopped" was said with 0.
      if (controller.signal.aborted) return
      for (const name of names) owner.off(name, received)
      interrupted.removeEventListener('abort', received)
    },
  }
}
