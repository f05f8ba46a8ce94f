import { homedir } from 'node:os'
import { app, Menu, session } from 'electron'
import type { Settings } from '../../../contract/settings.ts'
import { composeWindow } from '../../window/compose-window.ts'
import type { LogInItemPort } from '../../requests/log-in-item-requests.ts'
import { startAddress } from './app-address.ts'
import { serveApp } from './app-protocol.ts'
import { connectDesktopServices } from './desktop-services.ts'
import { autostartFile, hiddenOption, startCommand } from './autostart-file.ts'
import { connectWindow } from './bridge.ts'
import { findTray } from './desktop/find-tray.ts'
import { createOpenStoreFile } from './electron-settings-file.ts'
import { initialVisibility } from './initial-visibility.ts'
import { runInBackground } from './background-shell.ts'
import { logInItemOfApp, logInItemOfFile } from './log-in-item.ts'
import { blockRequests, checkNoSpelling } from './no-network.ts'
import { denyPermissions } from './permissions.ts'
import { closeBeforeQuitting } from './quit.ts'
import { logInItemOfRunKey } from './run-key.ts'
import { settingsAtStart } from './settings-at-start.ts'
import { showStartFailure } from './start-failure.ts'
import { applicationUpdates } from './updates/application-updates.ts'
import { createWindow, setTheme } from './window.ts'

/** Absolute paths. */
export interface ShellPlaces {
  readonly dataDir: string
  /** The preload, one CommonJS file. */
  readonly preload: string
  /** The folder of the built window. */
  readonly page: string
  /** The folder of the rendered icons. */
  readonly icons: string
}

// macOS needs the menu to copy, paste and quit; elsewhere the window has every command.
const setMenu = (platform: NodeJS.Platform): void =>
  Menu.setApplicationMenu(
    platform === 'darwin' ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  )

const logInItem = (): LogInItemPort => {
  const { execPath, env, platform } = process
  const command = startCommand({ execPath, appPath: app.getAppPath(), isPackaged: app.isPackaged, appImage: env['APPIMAGE'] })
  if (platform === 'linux') return logInItemOfFile(autostartFile(env, homedir()), command)
  return platform === 'win32' ? logInItemOfRunKey(command) : logInItemOfApp(app, command)
}

/** Composes the core and opens the window. Throws FailureError if a start is not possible. */
export const openShell = async ({ dataDir, preload, page, icons }: ShellPlaces): Promise<void> => {
  const { electron, chrome } = process.versions
  const hasHiddenOption = process.argv.includes(hiddenOption)
  const hasTray = await findTray(process, { home: homedir(), isLogIn: hasHiddenOption })
  const service = await composeWindow({
    dataDir,
    openFile: createOpenStoreFile(),
    logInItem: logInItem(),
    updates: applicationUpdates(app),
    desktop: { shell: 'electron', hasTray },
    components: [
      { name: 'electron', version: electron },
      { name: 'chromium', version: chrome },
    ],
  })
  const end = closeBeforeQuitting({ app, process, close: service.close })

  const { settings, damage } = await settingsAtStart(service)
  if (damage) await showStartFailure(damage, settings.language)

  await app.whenReady()
  setMenu(process.platform)
  setTheme(settings.theme)
  service.subscribe((name, payload) => {
    if (name === 'SettingsChanged') setTheme((payload as Settings).theme)
  })

  // SECURITY: without `persist:` the session is in memory alone, so no data of the window reaches the disk.
  const ofWindow = session.fromPartition('window')
  serveApp(ofWindow, page)
  denyPermissions(ofWindow)
  blockRequests(ofWindow)
  checkNoSpelling(ofWindow)
  const { wasOpenedAtLogin } = app.getLoginItemSettings()
  const window = createWindow({
    session: ofWindow,
    preload,
    icons,
    visibility: initialVisibility({ hasHiddenOption, wasOpenedAtLogin, hasTray }),
  })
  connectWindow(window, service)
  const { open, neverAsk } = runInBackground({ service, settings, window, icons, hasTray })
  const endUnasked = (): void => {
    neverAsk()
    end()
  }
  connectDesktopServices({ service, settings, window, icons, open, end: endUnasked })
  await window.loadURL(startAddress)
}
