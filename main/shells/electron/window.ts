import path from 'node:path'
import { app, BrowserWindow, nativeTheme, type Session } from 'electron'
import type { Settings } from '../../../contract/settings.ts'
import type { InitialVisibility } from './initial-visibility.ts'
import { backgroundColor } from './background-color.ts'
import { blockWebRtc } from './no-network.ts'

/** Draws the frame of the window, its menus and the page in the theme of the settings. */
export const setTheme = (theme: Settings['theme']): void => {
  nativeTheme.themeSource = theme
}

export interface WindowOptions {
  readonly session: Session
  /** Absolute paths: the preload, and the folder of the rendered icons. */
  readonly preload: string
  readonly icons: string
  readonly visibility: InitialVisibility
}

/** The icon for the taskbar and the frame; macOS shows the icon of the application's bundle. */
const windowIcon: Partial<Record<NodeJS.Platform, string>> = { win32: 'app/postern.ico', linux: 'app/256x256.png' }

/** Makes the window, which is shown after its first frame is drawn, so that no white flash appears in the dark theme. */
export const createWindow = ({ session, preload, icons, visibility }: WindowOptions): BrowserWindow => {
  const icon = windowIcon[process.platform]
  const window = new BrowserWindow({
    width: 400,
    height: 640,
    minWidth: 400,
    minHeight: 480,
    useContentSize: true,
    title: app.getName(),
    ...(icon === undefined ? {} : { icon: path.join(icons, icon) }),
    show: false,
    backgroundColor: backgroundColor[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      session,
      preload,
      // SECURITY: Electron's own defaults but for the last one, written down so that a change of them is a change of this file. The window draws
      // text that servers wrote; it gets no Node, no shared context and no access outside its sandbox.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: !app.isPackaged,
    },
  })
  blockWebRtc(window.webContents)
  if (visibility === 'shown') window.once('ready-to-show', () => window.show())
  if (visibility === 'minimized') window.once('ready-to-show', () => window.minimize())
  return window
}

/** Shows and focuses the window, unless it has just been closed. */
export const showWindow = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
