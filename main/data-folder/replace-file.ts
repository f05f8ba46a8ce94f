import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Puts `text` in the place of the whole file, mode 0600: whoever reads sees the old file or the new one, and after a power cut too. Throws
 * errors of the OS. One writer at a time is `withWriteLock`'s to see to.
 */
export const replaceFile = (file: string, text: string): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const handle = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(handle, text)
      // Without this a file system may give the name to a file whose content is not on the disk yet.
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
