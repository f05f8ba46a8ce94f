/** The emitters for a log-out or shutdown: Electron's powerMonitor (macOS, Linux), and a window of Windows. */
interface SessionEnds {
  readonly power: Pick<NodeJS.EventEmitter, 'on'>
  readonly window: Pick<NodeJS.EventEmitter, 'on'>
}

/**
 * Ends Postern with the person's session: `end` asks nobody and takes a few seconds at most. macOS and Linux wait for it. Windows ends the
 * processes at once, and Electron emits no quit event there, so `end` starts at the first event. `query-session-end` is not handled:
 * another program may still stop the log-out, and an answer would show a window to the person.
 */
export const endWithSession = ({ power, window }: SessionEnds, end: () => void): void => {
  // Electron's types leave out the event.
  power.on('shutdown', (event: { preventDefault: () => void }) => {
    event.preventDefault()
    end()
  })
  window.on('session-end', end)
}
