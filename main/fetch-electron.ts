import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/**
 * Runs the installer of Electron's npm package in `folder`, which fetches Electron's program from GitHub or from ELECTRON_MIRROR. npm may
 * not run it (package.json, allowScripts), so that `npm ci` does not download a program that the command and the browser do not need. Its
 * output is not shown: Postern reports a failure in its own words. Afterwards electronProgram finds the program if the installer succeeded.
 *
 * SECURITY: the installer checks the download by the checksums in the package, which package-lock.json pins.
 */
export const fetchElectron = async (folder: string): Promise<void> => {
  const installer = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: 'ignore' })
  await once(installer, 'exit')
}
