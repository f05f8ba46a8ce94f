/** The part of Electron's events that is used. */
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
  /** With a tray, closing the window hides it; without one it quits. */
  readonly hasTray: boolean
  /** How many connections of mail apps are open now. */
  readonly openConnections: () => number
  readonly askToQuit: (connections: number) => Promise<boolean>
  /** Whether to leave a form that is not saved. */
  readonly askToLeave: () => Promise<boolean>
  readonly showWindow: () => void
}

/**
 * Asks the person before quitting if mail connections are open or a form is not saved. One question is open at a time. A signal and the end of
 * the session ask nothing: see quit.ts.
 *
 * Returns a function that switches the questions off, for an end that has begun already.
 */
export const askBeforeQuitting = (dependencies: ClosingDependencies): (() => void) => {
  const { app, window } = dependencies
  /** Whether the window may close, because the program quits. */
  let isQuitting = false
  /** Whether the person has agreed, or no question is to be asked. */
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
