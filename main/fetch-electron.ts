import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/**
 * Runs the installer of Electron's npm package in `folder`, which fetches Electron's program from GitHub or from ELECTRON_MIRROR. npm was
 * not let run it (package.json, allowScripts), so that `npm ci` needs no network for what the command and the browser do without. What it
 * prints is not shown: where it fails, a person is told in Postern's words. Whether the program is there afterwards says electronProgram.
 *
 * SECURITY: the installer compares what it fetched with the checksums in the package, which package-lock.json pins.
 */
export const fetchElectron = async (folder: string): Promise<void> => {
  const installer = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: 'ignore' })
  await once(installer, 'exit')
}
