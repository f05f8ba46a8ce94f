import { interruptedExitCode } from './exit-code.ts'

export interface StopSignals {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  readonly release: () => void
}

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal asks for a clean end, the second ends the process at once. */
export const stopSignals = (owner: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>, onStop: () => void): StopSignals => {
  const controller = new AbortController()
  const received = (): void => {
    if (controller.signal.aborted) owner.exit(interruptedExitCode)
    controller.abort()
    onStop()
  }
  for (const name of names) owner.on(name, received)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) owner.off(name, received)
    },
  }
}
