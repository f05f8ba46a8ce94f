import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { renameOver } from './rename-over.ts'
import { writeToDisk } from './write-to-disk.ts'

/**
 * Puts `text` in the place of the whole file, mode 0600: whoever reads sees the old file or the new one, and after a power cut too. Throws
 * errors of the OS. One writer at a time is `withWriteLock`'s to see to.
 */
export const replaceFile = (file: string, text: string): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeToDisk(temporary, text)
    renameOver(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
