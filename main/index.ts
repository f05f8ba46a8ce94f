import { homedir } from 'node:os'
import path from 'node:path'
import { app, shell } from 'electron'
import { dataFolder } from './data-folder/data-folder.ts'
import { growHeapFreely } from './heap-growth.ts'
import { declareAppScheme } from './shells/electron/app-protocol.ts'
import { claimDataFolder } from './shells/electron/claim-data-folder.ts'
import { denyNavigation } from './shells/electron/navigation.ts'
import { resolveNothing } from './shells/electron/no-network.ts'
import { nameApplication } from './shells/electron/notifications/application-id.ts'
import { openShell } from './shells/electron/open-shell.ts'
import { runCommand } from './shells/electron/run-command.ts'
import { showStartFailure, startFailure } from './shells/electron/start-failure.ts'
import { ownCommand, startMode } from './shells/electron/start-mode.ts'

const { env, platform } = process
const out = path.join(import.meta.dirname, '..')

const start = async (): Promise<void> => {
  const dataDir = dataFolder({ platform, env, home: homedir() })
  // A second start shows the first one's window instead of running two tunnels over one port.
  if (!claimDataFolder(dataDir)) {
    app.quit()
    return
  }
  await openShell({
    dataDir,
    preload: path.join(out, 'preload/preload.cjs'),
    page: path.join(out, 'renderer'),
    icons: path.join(out, 'icons'),
  })
}

const startWindow = (): void => {
  growHeapFreely()
  // SECURITY: only the person can read the files that Postern creates, whatever the umask is.
  process.umask(0o077)
  // Electron accepts these only before it is ready.
  denyNavigation(app, (address) => shell.openExternal(address))
  nameApplication(app, platform)
  declareAppScheme()
  resolveNothing(app.commandLine)

  // Not awaited: Electron becomes ready only after this module has ended, so waiting here would never end.
  void start().catch(async (error: unknown) => {
    await showStartFailure(startFailure(error))
    app.exit(1)
  })
}

const appFolder = app.isPackaged ? undefined : app.getAppPath()
const asked = startMode(process.argv, appFolder)
if (asked.mode === 'command')
  await runCommand(async () => {
    const { runPostern } = await import('./run-postern.ts')
    const { argv, execPath } = process
    const [program, ...args] = ownCommand({ argv, execPath, appFolder, appImage: env['APPIMAGE'] })
    return await runPostern(asked.args, import.meta.dirname, { program, args })
  })
else startWindow()
