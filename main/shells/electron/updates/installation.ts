/** How this Postern came to be on this computer. */
export interface Installation {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  readonly env: NodeJS.ProcessEnv
  /** The text of app-update.yml beside the application; undefined where the build was given no feed (electron-builder.yml). */
  readonly feed: string | undefined
}

/**
 * Whether this installation can bring itself up to date. What the system's packages brought (deb, rpm) is theirs to renew, and a portable
 * executable is a file of the person's own.
 *
 * SECURITY: electron-updater verifies the signature of what it fetches for Windows only where the build names its publisher, and otherwise
 * runs whatever the feed gives. A build that was not signed never asks.
 */
export const canUpdateItself = ({ platform, isPackaged, env, feed }: Installation): boolean => {
  if (!isPackaged || feed === undefined) return false
  if (platform === 'win32') return env['PORTABLE_EXECUTABLE_FILE'] === undefined && /^publisherName:/m.test(feed)
  return platform === 'darwin' || (platform === 'linux' && env['APPIMAGE'] !== undefined)
}
