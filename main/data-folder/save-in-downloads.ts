import { randomBytes } from 'node:crypto'
import { constants, copyFileSync, linkSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { FolderEnvironment } from './data-folder.ts'
import { downloadsFolder } from './downloads-folder.ts'
import { writing } from './file-failure.ts'
import { writeToDisk, type FileMode } from './write-to-disk.ts'

/** A file that is saved for the person. */
export interface FileToSave {
  /** One name, without a folder. */
  readonly name: string
  readonly text: string
  /** 0600 unless given. */
  readonly mode?: FileMode
}

const hasCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

/** `muttrc`, `muttrc-2`; `line.pub`, `line-2.pub`. */
const numbered = (name: string, number: number): string => {
  if (number === 1) return name
  const { name: stem, ext } = path.parse(name)
  return `${stem}-${number}${ext}`
}

/** Moves the finished file to `file`, unless that name is taken. Never overwrites a file. */
const claim = (temporary: string, file: string): boolean => {
  try {
    try {
      linkSync(temporary, file)
    } catch (error) {
      // FAT and some network file systems know no hard links.
      if (!hasCode(error, ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'])) throw error
      copyFileSync(temporary, file, constants.COPYFILE_EXCL)
    }
    return true
  } catch (error) {
    if (hasCode(error, ['EEXIST'])) return false
    throw error
  }
}

/**
 * Writes a file into the person's downloads folder, whole or not at all, for them alone (mode 0600) unless `mode` differs, with the first free name of `name`,
 * `name-2`, `name-3` … Returns its absolute path. Throws FailureError `file-not-writable`.
 */
export const saveInDownloads = (environment: FolderEnvironment, { name, text, mode }: FileToSave): string => {
  // SECURITY: a name with a path would write outside the folder. On Windows both slashes separate folders.
  if (name === '' || name === '.' || name === '..' || path.win32.basename(name) !== name) throw new Error('not the name of a file')
  const folder = downloadsFolder(environment)
  return writing(path.join(folder, name), () => {
    const temporary = path.join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`)
    try {
      writeToDisk(temporary, text, mode)
      for (let number = 1; ; number++) {
        const file = path.join(folder, numbered(name, number))
        if (claim(temporary, file)) return file
      }
    } finally {
      rmSync(temporary, { force: true })
    }
  })
}
