import path from 'node:path'

/** What the place of the data folder depends on; a shell fills it from `process` and `os`. */
export interface FolderEnvironment {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Partial<Record<string, string>>>
  /** The person's home folder. */
  readonly home: string
}

// package.json's productName, of which Electron makes the folder's name.
const productName = 'Postern'

const applicationData = ({ platform, env, home }: FolderEnvironment, paths: path.PlatformPath): string => {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  if (platform === 'win32') return named('APPDATA') ?? paths.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support')
  return named('XDG_CONFIG_HOME') ?? paths.join(home, '.config')
}

/**
 * The absolute path of the folder in which Postern keeps its files: POSTERN_DATA_DIR where that is set, otherwise what Electron's
 * `app.getPath('userData')` gives, so that the command line and the window work on the same files.
 */
export const dataFolder = (surroundings: FolderEnvironment): string => {
  const paths = surroundings.platform === 'win32' ? path.win32 : path.posix
  const chosen = surroundings.env['POSTERN_DATA_DIR'] ?? ''
  return paths.resolve(chosen === '' ? paths.join(applicationData(surroundings, paths), productName) : chosen)
}
