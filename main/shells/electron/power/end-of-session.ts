/** The emitters for a log-out or shutdown: Electron's powerMonitor (macOS, Linux), and a window of Windows. */
interface SessionEnds {
  readonly power: Pick<NodeJS.EventEmitter, 'on'>
  readonly window: Pick<NodeJS.EventEmitter, 'on'>
}

/**
 * Ends Postern with the person's session: `end` asks nobody and takes a few seconds at most. macOS and Linux wait for it; Windows begins to
 * end the processes at once, and Electron raises none of its quit events there, so `end` begins at its first event.
 * `query-session-end` is left alone: another program may still keep the session, and to answer it would put a window before the person.
 */
export const endWithSession = ({ power, window }: SessionEnds, end: () => void): void => {
  // Electron's types leave out the event.
  power.on('shutdown', (event: { preventDefault: () => void }) => {
    event.preventDefault()
    end()
  })
  window.on('session-end', end)
}
