import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from 'electron'
import type { AppUpdater, BaseUpdater } from 'electron-updater'
import type { UpdatePort } from '../../../requests/desktop-requests.ts'
import { useOwnNetwork } from './own-network.ts'
import { createUpdates, noUpdates } from './updates.ts'

/** The facts about the installation of this Postern. */
export interface Installation {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  readonly env: NodeJS.ProcessEnv
  /** The text of app-update.yml beside the application; undefined for a build without a feed (electron-builder.yml). */
  readonly feed: string | undefined
}

/**
 * Whether this installation can update itself. The system updates its own packages (deb, rpm), and a portable executable is a file of the
 * person's own.
 *
 * SECURITY: for Windows electron-updater verifies the signature of a fetched file only if the build names its publisher, and otherwise runs
 * any file from the feed. A build that was not signed never checks for updates.
 */
export const canUpdateItself = ({ platform, isPackaged, env, feed }: Installation): boolean => {
  if (!isPackaged || feed === undefined) return false
  if (platform === 'win32') return env['PORTABLE_EXECUTABLE_FILE'] === undefined && /^publisherName:/m.test(feed)
  return platform === 'darwin' || (platform === 'linux' && env['APPIMAGE'] !== undefined)
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // A build without a feed has none.
    return undefined
  }
}

const load = async (): Promise<AppUpdater> => {
  const { default: electronUpdater } = await import('electron-updater')
  const { autoUpdater } = electronUpdater
  // Its promises report the outcome; its own log would go to the console.
  autoUpdater.logger = null
  autoUpdater.disableWebInstaller = true
  // Always fetches the whole file, which is verified whole.
  autoUpdater.disableDifferentialDownload = true
  autoUpdater.isUserWithinRollout = () => true
  useOwnNetwork(autoUpdater)
  return autoUpdater
}

const hasInstall = (updater: AppUpdater): updater is BaseUpdater => 'install' in updater

/**
 * Quits in order first: the tunnels are disconnected, and the person may choose to stay. electron-updater would start the installer before
 * that. On macOS the system replaces the application, and waits for its end by itself.
 */
const installAfterQuitting =
  (app: Pick<App, 'once' | 'quit'>) =>
  (updater: AppUpdater): void => {
    if (!hasInstall(updater)) {
      updater.quitAndInstall()
      return
    }
    // Its own handler would install without starting the new version.
    updater.autoInstallOnAppQuit = false
    app.once('quit', (_event, exitCode) => {
      if (exitCode === 0) updater.install(true, true)
    })
    app.quit()
  }

/** The updates of this installation. Sends no request, and does not load the updater, before updates are wanted. */
export const applicationUpdates = (app: Pick<App, 'isPackaged' | 'once' | 'quit'>): UpdatePort => {
  const { platform, env, resourcesPath } = process
  const feed = textOf(path.join(resourcesPath, 'app-update.yml'))
  if (!canUpdateItself({ platform, env, feed, isPackaged: app.isPackaged })) return noUpdates
  return createUpdates({ load, install: installAfterQuitting(app) })
}
