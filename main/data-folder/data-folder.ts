import path from 'node:path'

/** The facts that decide the place of the data folder. A shell fills them from `process` and `os`. */
export interface FolderEnvironment {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Partial<Record<string, string>>>
  /** The person's home folder. */
  readonly home: string
}

// package.json's productName, which Electron uses as the folder's name.
const productName = 'Postern'

const applicationData = ({ platform, env, home }: FolderEnvironment, paths: path.PlatformPath): string => {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  if (platform === 'win32') return named('APPDATA') ?? paths.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support')
  return named('XDG_CONFIG_HOME') ?? paths.join(home, '.config')
}

/**
 * Returns the absolute path of the folder with Postern's files: POSTERN_DATA_DIR if that is set, otherwise the same as Electron's
 * `app.getPath('userData')`, so that the command line and the window use the same files.
 */
export const dataFolder = (environment: FolderEnvironment): string => {
  const paths = environment.platform === 'win32' ? path.win32 : path.posix
  const chosen = environment.env['POSTERN_DATA_DIR'] ?? ''
  return paths.resolve(chosen === '' ? paths.join(applicationData(environment, paths), productName) : chosen)
}
