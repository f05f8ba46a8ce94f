import type { PlatformPath } from 'node:path'

export interface CygwinPlace {
  /** The folder of Cygwin's installation: `C:\cygwin64`. */
  readonly root: string
  /** The path functions of the root's system. */
  readonly paths: Pick<PlatformPath, 'join'>
}

/**
 * Translates a path of Cygwin into one of Windows (Cygwin User's Guide, "Mapping path names"): `/home/bob/.ssh/id_rsa` is below the root,
 * `/cygdrive/c/…` and `/proc/cygdrive/c/…` are drives, and `//server/share` is a UNC path on both sides. A path of Windows and a relative path
 * stay unchanged. Mounts of /etc/fstab are not followed.
 */
export const fromCygwinPath = (path: string, { root, paths }: CygwinPlace): string => {
  const [, drive, rest = ''] = /^(?:\/proc)?\/cygdrive\/([a-z])(?:\/(.*))?$/is.exec(path) ?? []
  if (drive !== undefined) return `${drive.toUpperCase()}:\\${rest.replaceAll('/', '\\')}`
  if (path.startsWith('//')) return path.replaceAll('/', '\\')
  return path.startsWith('/') ? paths.join(root, path) : path
}
