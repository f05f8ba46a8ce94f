import type { App } from 'electron'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Quits when the window is closed, on a signal, and when the OS asks; first, once, `close` ends what runs. Where that fails it is quit all the
 * same: nobody is left to tell. A window with unsaved changes may ask before it closes, but not on a signal, which waits for no answer.
 */
export const closeBeforeQuitting = ({
  app,
  process,
  close,
}: {
  readonly app: Pick<App, 'exit' | 'on' | 'quit'>
  readonly process: Pick<NodeJS.Process, 'on'>
  readonly close: () => Promise<void>
}): void => {
  let stage: 'open' | 'closing' | 'closed' = 'open'
  const closeThen = (end: () => void): void => {
    if (stage !== 'open') return
    stage = 'closing'
    const closed = (): void => {
      stage = 'closed'
      // Later, since where nothing ran `close` ends before Electron has left its event, and until then it ignores another quit.
      setImmediate(end)
    }
    close().then(closed, closed)
  }
  app.on('will-quit', (event) => {
    if (stage === 'closed') return
    event.preventDefault()
    closeThen(() => app.quit())
  })
  app.on('window-all-closed', () => app.quit())
  // Electron quits on a signal by itself, but conf brings when-exit, which takes signals over and sends each one again: with nobody
  // listening it would end the process with the tunnels up. It is listened to until the end for the same reason.
  for (const signal of signals) process.on(signal, () => closeThen(() => app.exit(0)))
}
