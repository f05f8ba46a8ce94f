import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { renameOver } from './rename-over.ts'
import { writeToDisk, type FileMode } from './write-to-disk.ts'

/**
 * Replaces the whole file by `text`, with mode 0600 unless `mode` differs. A reader reads the old file or the new one, also after a power cut. Throws errors of the OS.
 * `withWriteLock` ensures that only one process writes at a time.
 */
export const replaceFile = (file: string, text: string, mode?: FileMode): void => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeToDisk(temporary, text, mode)
    renameOver(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
