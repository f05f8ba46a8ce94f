/** The shell's place on the desktop. */
export interface Desktop {
  /** Electron's window, or a page in a browser. */
  readonly shell: 'electron' | 'browser'
  /** Whether there is a system tray that holds Postern's icon. Without one, Electron's window is an ordinary one: closing it quits. */
  readonly hasTray: boolean
}
