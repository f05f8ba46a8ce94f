import { closeSync, fchmodSync, fsyncSync, openSync, writeFileSync } from 'node:fs'

/** For the owner alone, or readable by all. */
export type FileMode = 0o600 | 0o644

/**
 * Creates a file with `mode`, and returns once its content is on the disk. Throws errors of the OS, such as EEXIST if the file exists.
 *
 * SECURITY: a file that is for all is so only once it is whole.
 */
export const writeToDisk = (file: string, text: string, mode: FileMode = 0o600): void => {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(handle, text)
    // The mode of open(2) is only what the umask leaves of it.
    if (mode !== 0o600) fchmodSync(handle, mode)
    // Without the flush a file system may store a later rename before the content.
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
