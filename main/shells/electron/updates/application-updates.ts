import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from 'electron'
import type { AppUpdater, BaseUpdater } from 'electron-updater'
import type { UpdatePort } from '../../../requests/desktop-requests.ts'
import { canUpdateItself } from './installation.ts'
import { useOwnNetwork } from './own-network.ts'
import { createUpdates, noUpdates } from './updates.ts'

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
  // What becomes of it is told by its promises; its own log would go to the console.
  autoUpdater.logger = null
  autoUpdater.disableWebInstaller = true
  // The whole file, which is verified whole.
  autoUpdater.disableDifferentialDownload = true
  autoUpdater.isUserWithinRollout = () => true
  useOwnNetwork(autoUpdater)
  return autoUpdater
}

const hasInstall = (updater: AppUpdater): updater is BaseUpdater => 'install' in updater

/**
 * Quits in order first: the tunnels are ended, and a person who is asked may stay. electron-updater would start the installer before. On macOS
 * the system puts the new version in its place, and waits for the end by itself.
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

/** The way of this installation to a newer Postern. Asks nothing of the network, and loads nothing, before updates are wanted. */
export const applicationUpdates = (app: Pick<App, 'isPackaged' | 'once' | 'quit'>): UpdatePort => {
  const { platform, env, resourcesPath } = process
  const feed = textOf(path.join(resourcesPath, 'app-update.yml'))
  if (!canUpdateItself({ platform, env, feed, isPackaged: app.isPackaged })) return noUpdates
  return createUpdates({ load, install: installAfterQuitting(app) })
}
