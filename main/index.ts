import { homedir } from 'node:os'
import path from 'node:path'
import { app, shell } from 'electron'
import { dataFolder } from './data-folder/data-folder.ts'
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
  // SECURITY: what Postern makes is the person's alone, whatever the umask says.
  process.umask(0o077)
  // These come before Electron is ready, or not at all.
  denyNavigation(app, (address) => shell.openExternal(address))
  nameApplication(app, platform)
  declareAppScheme()
  resolveNothing(app.commandLine)

  // Not awaited: Electron is not ready before this module has ended, so that waiting for it here would be for ever.
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
