/** As far as Electron's own are needed. */
interface Preventable {
  readonly preventDefault: () => void
}

export interface ClosingDependencies {
  readonly app: {
    readonly on: (event: 'before-quit', listener: (event: Preventable) => void) => unknown
    readonly quit: () => void
  }
  readonly window: {
    readonly on: (event: 'close', listener: (event: Preventable) => void) => unknown
    readonly hide: () => void
    readonly destroy: () => void
    readonly webContents: { readonly on: (event: 'will-prevent-unload', listener: () => void) => unknown }
  }
  /** Where a tray keeps Postern within reach, closing the window hides it; elsewhere it quits. */
  readonly hasTray: boolean
  /** How many connections of mail apps are open now. */
  readonly openConnections: () => number
  readonly askToQuit: (connections: number) => Promise<boolean>
  /** Whether to leave a form that is not saved. */
  readonly askToLeave: () => Promise<boolean>
  readonly showWindow: () => void
}

/**
 * What closing the window and quitting mean. Quitting asks where mail is on its way, and where a form is not saved: it is shown, and lost only
 * when the person says so. Each question is asked once at a time. An end that waits for no answer (a signal, the end of the session) passes none
 * of this: see quit.ts.
 *
 * Gives the way to ask nothing any more, for an end that is on its way already.
 */
export const askBeforeQuitting = (dependencies: ClosingDependencies): (() => void) => {
  const { app, window } = dependencies
  /** The window may go with the program. */
  let isQuitting = false
  /** The person has said yes, or nobody is to be asked. */
  let isSure = false
  let isAsking = false

  const ask = async (question: () => Promise<boolean>, onYes: () => void): Promise<void> => {
    if (isAsking) return
    isAsking = true
    const isYes = await question().finally(() => {
      isAsking = false
    })
    if (!isYes) return
    isSure = true
    onYes()
  }

  app.on('before-quit', (event) => {
    const connections = dependencies.openConnections()
    isQuitting = isSure || connections === 0
    if (isQuitting) return
    event.preventDefault()
    void ask(
      () => dependencies.askToQuit(connections),
      () => app.quit(),
    )
  })

  window.on('close', (event) => {
    if (isQuitting) return
    event.preventDefault()
    if (dependencies.hasTray) window.hide()
    // Later, since quitting closes the window, which is about to be closed.
    else setImmediate(() => app.quit())
  })

  // The page holds a form that is not saved. Electron has given up quitting, and asks nobody.
  window.webContents.on('will-prevent-unload', () => {
    isQuitting = false
    isSure = false
    dependencies.showWindow()
    void ask(dependencies.askToLeave, () => {
      window.destroy()
      app.quit()
    })
  })

  return () => {
    isSure = true
  }
}
