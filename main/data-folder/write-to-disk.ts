import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'

/** Makes a new file, mode 0600, and returns once its content is on the disk. Throws errors of the OS, EEXIST where the file is there. */
export const writeToDisk = (file: string, text: string): void => {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(handle, text)
    // Without this a file system may give another name to a file whose content is not on the disk yet.
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
