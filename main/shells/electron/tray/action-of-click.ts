/** The state of the window at the moment of a click. */
export interface WindowVisibility {
  readonly isVisible: boolean
  readonly isMinimized: boolean
  readonly isFocused: boolean
  /** The milliseconds since the window lost the focus; undefined if it has not had the focus since it was shown. */
  readonly blurredForMs: number | undefined
}

/** A click on the taskbar removes the focus from the window before this event arrives. */
const byTheClickMs = 500

/** A click on the icon shows the window, and hides a window that had the focus. A window behind others moves to the front. */
export const actionOfClick = ({ isVisible, isMinimized, isFocused, blurredForMs }: WindowVisibility): 'show' | 'hide' => {
  if (!isVisible || isMinimized) return 'show'
  return isFocused || blurredForMs === undefined || blurredForMs < byTheClickMs ? 'hide' : 'show'
}
