import { performance } from 'node:perf_hooks'
import { screen, type BrowserWindow } from 'electron'
import type { Place } from '../../../contract/place.ts'
import type { WindowService } from '../../window/window-service.ts'
import { actionOfClick } from './tray/action-of-click.ts'
import { windowBounds, type Box } from './tray/window-bounds.ts'
import { showWindow } from './window.ts'

export interface WindowControls {
  /** Shows the window where it is, at the given place in its pages. */
  readonly open: (place?: Place) => void
  /** Shows the window beside the icon if it was hidden. */
  readonly openAt: (icon: Box, place?: Place) => void
  /** A click on the icon. */
  readonly toggleAt: (icon: Box) => void
}

/** On Linux the window manager adds a frame around Electron's window. Its size is not known in advance, so this is a guess. */
const frame = process.platform === 'linux' ? { width: 8, height: 40 } : { width: 0, height: 0 }

/** Shows, places and hides the window. */
export const createWindowControls = (window: BrowserWindow, service: Pick<WindowService, 'showPlace'>): WindowControls => {
  let blurredAt: number | undefined
  window.on('show', () => (blurredAt = undefined))
  window.on('focus', () => (blurredAt = undefined))
  window.on('blur', () => (blurredAt = performance.now()))

  const open = (place?: Place): void => {
    showWindow(window)
    // A hidden window draws nothing, so it changes its page after it is shown.
    if (place !== undefined) service.showPlace(place)
  }

  const openAt = (icon: Box, place?: Place): void => {
    if (!window.isVisible()) {
      const [width = 0, height = 0] = window.getSize()
      const [pointer, displays] = [screen.getCursorScreenPoint(), screen.getAllDisplays()]
      const size = { width: width + frame.width, height: height + frame.height }
      const box = windowBounds({ icon, pointer, displays, size })
      if (box !== undefined) window.setBounds({ ...box, width: box.width - frame.width, height: box.height - frame.height })
    }
    open(place)
  }

  return {
    open,
    openAt,
    toggleAt: (icon) => {
      const action = actionOfClick({
        isVisible: window.isVisible(),
        isMinimized: window.isMinimized(),
        isFocused: window.isFocused(),
        blurredForMs: blurredAt === undefined ? undefined : performance.now() - blurredAt,
      })
      if (action === 'hide') window.hide()
      else openAt(icon)
    },
  }
}
