import path from 'node:path'
import { app, powerMonitor, type BrowserWindow } from 'electron'
import type { Place } from '../../../contract/place.ts'
import type { Settings } from '../../../contract/settings.ts'
import { chooseLanguage } from '../../../words/language.ts'
import { createTranslate } from '../../../words/translate.ts'
import type { WindowService } from '../../window/window-service.ts'
import { showOnDesktop } from './notifications/desktop-notification.ts'
import { createNotifier } from './notifications/notifier.ts'
import { showBadge } from './notifications/show-badge.ts'
import { endWithSession } from './power/end-of-session.ts'
import { followPower } from './power/follow-power.ts'

/** Whether the person is at the window. Visibility alone is not enough, since a visible window may lie under others. */
const isWindowFocused = (window: BrowserWindow): boolean => !window.isDestroyed() && window.isVisible() && window.isFocused()

/**
 * Connects the desktop's services: notifications and the badge, sleep and lock, and the end of the session. Electron must be ready.
 */
export const connectDesktopServices = ({
  service,
  settings,
  window,
  icons,
  open,
  end,
}: {
  readonly service: WindowService
  readonly settings: Settings
  readonly window: BrowserWindow
  /** The folder of the rendered icons. */
  readonly icons: string
  /** Shows the window, at that place. */
  readonly open: (place: Place) => void
  /** Ends Postern without asking, within a few seconds. */
  readonly end: () => void
}): void => {
  const overlay = path.join(icons, 'overlay/needs-you.png')
  const notifier = createNotifier({
    service,
    settings,
    open,
    translate: ({ language }) => createTranslate(chooseLanguage(language, process.env, app.getLocale())),
    isWindowFocused: () => isWindowFocused(window),
    show: showOnDesktop,
    setBadge: (count, description) => showBadge(window, { count, overlay, description }),
  })
  // Electron's types have no event that is one of several.
  const ofWindow: Pick<NodeJS.EventEmitter, 'on'> = window
  for (const event of ['focus', 'blur', 'show', 'hide']) ofWindow.on(event, notifier.windowChanged)
  app.on('will-quit', notifier.close)
  followPower({ power: powerMonitor, networkChanged: service.networkChanged, onLock: notifier.setLocked })
  endWithSession({ power: powerMonitor, window }, end)
}
