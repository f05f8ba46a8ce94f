/** The window's visibility after the start. */
export type InitialVisibility = 'shown' | 'minimized' | 'hidden'

/**
 * A start by the log-in shows no window. Without a tray a hidden window could not be opened, so it starts minimized.
 * macOS passes a login item no arguments, and reports by itself that it started Postern.
 */
export const initialVisibility = (start: {
  readonly hasHiddenOption: boolean
  readonly wasOpenedAtLogin: boolean
  readonly hasTray: boolean
}): InitialVisibility => {
  if (!start.hasHiddenOption && !start.wasOpenedAtLogin) return 'shown'
  return start.hasTray ? 'hidden' : 'minimized'
}
