import type { App } from 'electron'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Quits when the window is closed, on a signal, and when the OS asks; first, once, `close` ends what runs. Where that fails it is quit all the
 * same: nobody is left to tell. A window with unsaved changes may ask before it closes, but not on a signal, which waits for no answer:
 * `destroyWindows` closes every window without asking it.
 */
export const closeBeforeQuitting = ({
  app,
  process,
  destroyWindows,
  close,
}: {
  readonly app: Pick<App, 'on' | 'quit'>
  readonly process: Pick<NodeJS.Process, 'on'>
  readonly destroyWindows: () => void
  readonly close: () => Promise<void>
}): void => {
  let stage: 'open' | 'closing' | 'closed' = 'open'
  const closed = (): void => {
    stage = 'closed'
    // Later, since where nothing ran `close` ends before Electron has left its event, and until then it ignores another quit.
    setImmediate(() => app.quit())
  }
  app.on('will-quit', (event) => {
    if (stage === 'closed') return
    event.preventDefault()
    if (stage === 'closing') return
    stage = 'closing'
    close().then(closed, closed)
  })
  app.on('window-all-closed', () => app.quit())
  // Electron quits on a signal by itself, but conf brings when-exit, which takes signals over and sends each one again: with nobody
  // listening it would end the process with the tunnels up. It is listened to until the end for the same reason.
  for (const signal of signals) {
    process.on(signal, () => {
      destroyWindows()
      app.quit()
    })
  }
}
