/** What is known of the window at the moment of a click. */
export interface WindowVisibility {
  readonly isVisible: boolean
  readonly isMinimized: boolean
  readonly isFocused: boolean
  /** How long ago the window lost the keyboard, in milliseconds; undefined where it never had it since it was shown. */
  readonly blurredForMs: number | undefined
}

/** A click on the taskbar takes the keyboard from the window before it comes here. */
const byTheClickMs = 500

/** A click on the icon shows the window, and hides one that the person had before them. One that lies behind others comes to the front. */
export const actionOfClick = ({ isVisible, isMinimized, isFocused, blurredForMs }: WindowVisibility): 'show' | 'hide' => {
  if (!isVisible || isMinimized) return 'show'
  return isFocused || blurredForMs === undefined || blurredForMs < byTheClickMs ? 'hide' : 'show'
}
