import type { App } from 'electron'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A computer that shuts down waits 5 s for its programs (systemd's InhibitDelayMaxSec, Windows' HungAppTimeout). */
const longestCloseMs = 4500

/**
 * Quits when the window is closed, on a signal, and when the OS asks; before, it calls `close` once. If `close` fails, or takes longer than
 * a shutdown waits, Postern quits all the same. A window with unsaved changes may ask before it closes, but not on a signal, which cannot
 * wait for an answer.
 *
 * Returns a function that ends Postern as a signal does.
 */
export const closeBeforeQuitting = ({
  app,
  process,
  close,
  longestMs = longestCloseMs,
}: {
  readonly app: Pick<App, 'exit' | 'on' | 'quit'>
  readonly process: Pick<NodeJS.Process, 'on'>
  readonly close: () => Promise<void>
  readonly longestMs?: number
}): (() => void) => {
  let stage: 'open' | 'closing' | 'closed' = 'open'
  const closeThen = (end: () => void): void => {
    if (stage !== 'open') return
    stage = 'closing'
    const closed = (): void => {
      if (stage === 'closed') return
      stage = 'closed'
      clearTimeout(overdue)
      // Later, since `close` may end before Electron has left its event, and until then Electron ignores another quit.
      setImmediate(end)
    }
    const overdue = setTimeout(closed, longestMs)
    close().then(closed, closed)
  }
  app.on('will-quit', (event) => {
    if (stage === 'closed') return
    event.preventDefault()
    closeThen(() => app.quit())
  })
  app.on('window-all-closed', () => app.quit())
  // Electron quits on a signal by itself, but when-exit, a dependency of conf, handles signals and sends each one again. Without a listener
  // that would end the process with connected tunnels. The listeners stay until the end for the same reason.
  const endNow = (): void => closeThen(() => app.exit(0))
  for (const signal of signals) process.on(signal, endNow)
  return endNow
}
