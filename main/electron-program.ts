import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Returns the folder of the npm package; undefined if it is not installed. Requiring the package itself would start a download. */
export const electronPackage = (): string | undefined => {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

const readText = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)

/** Returns the folder of another Electron than the package's, if the environment names one. */
export const otherFolder = (env: Environment): string | undefined => {
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH']
  return folder === '' ? undefined : folder
}

/**
 * Returns the absolute path of Electron's program, found as by the package's own index.js; undefined if it was never fetched.
 * `ELECTRON_OVERRIDE_DIST_PATH` names the folder of another Electron.
 */
export const electronProgram = (env: Environment, folder: string | undefined = electronPackage()): string | undefined => {
  const name = folder === undefined ? undefined : readText(path.join(folder, 'path.txt'))
  const override = otherFolder(env)
  if (override !== undefined) {
    const program = path.join(override, name ?? 'electron')
    return existsSync(program) ? program : undefined
  }
  if (folder === undefined || name === undefined) return undefined
  const program = path.join(folder, 'dist', name)
  return existsSync(program) ? program : undefined
}
