import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'

/** Creates a file, mode 0600, and returns once its content is on the disk. Throws errors of the OS, such as EEXIST if the file exists. */
export const writeToDisk = (file: string, text: string): void => {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeFileSync(handle, text)
    // Without the flush a file system may store a later rename before the content.
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
