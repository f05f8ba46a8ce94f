import type { PlatformPath } from 'node:path'

export interface CygwinPlace {
  /** Where Cygwin is installed: `C:\cygwin64`. */
  readonly root: string
  /** How paths are written where the root is. */
  readonly paths: Pick<PlatformPath, 'join'>
}

/**
 * A path of Cygwin as Windows knows it (Cygwin User's Guide, "Mapping path names"): `/home/bob/.ssh/id_rsa` is below the root, `/cygdrive/c/…`
 * and `/proc/cygdrive/c/…` are drives, `//server/share` is the same on both sides. What is a path of Windows already, or relative,
 * stays as it is. Mounts of a person's own (/etc/fstab) are not followed.
 */
export const fromCygwinPath = (path: string, { root, paths }: CygwinPlace): string => {
  const [, drive, rest = ''] = /^(?:\/proc)?\/cygdrive\/([a-z])(?:\/(.*))?$/is.exec(path) ?? []
  if (drive !== undefined) return `${drive.toUpperCase()}:\\${rest.replaceAll('/', '\\')}`
  if (path.startsWith('//')) return path.replaceAll('/', '\\')
  return path.startsWith('/') ? paths.join(root, path) : path
}
