/** How the window comes up. */
export type InitialVisibility = 'shown' | 'minimized' | 'hidden'

/**
 * A start by the log-in shows no window. Without a tray a hidden window would be out of reach, so there it waits in the taskbar or the dash.
 * macOS hands a login item no arguments, and says by itself that it started Postern.
 */
export const initialVisibility = (start: {
  readonly hasHiddenOption: boolean
  readonly wasOpenedAtLogin: boolean
  readonly hasTray: boolean
}): InitialVisibility => {
  if (!start.hasHiddenOption && !start.wasOpenedAtLogin) return 'shown'
  return start.hasTray ? 'hidden' : 'minimized'
}
