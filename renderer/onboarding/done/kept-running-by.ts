import type { About } from '../../../contract/about.ts'
import type { Desktop } from '../../../contract/desktop.ts'

/** The part that keeps Postern running, for a person: the icon in the tray or the menu bar, the window, or `postern web`. */
export const keptRunningBy = (
  { shell, hasTray }: Desktop,
  platform: About['platform'],
): 'tray' | 'menuBar' | 'window' | 'browser' => {
  if (shell === 'browser') return 'browser'
  if (!hasTray) return 'window'
  return platform === 'macos' ? 'menuBar' : 'tray'
}
