import { closeSync, constants, existsSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lockSync } from 'proper-lockfile'

export interface RotatingFile {
  /** Appends text; never throws. */
  readonly write: (text: string) => void
}

export interface RotatingFileOptions {
  /** Bytes at which the file is rotated. */
  readonly limit: number
  /** How many older files are kept: `file.1` is the youngest. */
  readonly older: number
  /** Bytes beyond which nothing is written while the file cannot be rotated. By default twice `limit`. */
  readonly ceiling?: number
}

// A rotation takes milliseconds. An older lock belongs to a process that was killed during one.
const staleMs = 5000

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
const nameOf = (file: string, age: number): string => (age === 0 ? file : `${file}.${age}`)

/** Renames each file to the next older name, up to the first name that is free; if all are taken, the oldest file goes. */
const shift = (file: string, older: number): void => {
  // A file that Windows keeps open leaves a gap above it, so another attempt loses no file.
  let gap = 1
  while (gap < older && existsSync(nameOf(file, gap))) gap++
  for (let age = gap; age > 0; age--) renameSync(nameOf(file, age - 1), nameOf(file, age))
}

// SECURITY: a link in the place of the file is not followed. Windows has no such flag; the types say that it is always there.
const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0
const appendWithoutLink = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | noFollow

const append = (file: string, text: string): void => {
  const handle = openSync(file, appendWithoutLink, 0o600)
  try {
    writeFileSync(handle, text)
  } finally {
    closeSync(handle)
  }
}

/**
 * Opens a file of lines that several processes append to, mode 0600. The file and its older ones are bounded together: at `limit` bytes
 * `file` becomes `file.1`, that becomes `file.2` and so on. Makes the folder, mode 0700, and throws the OS's error if it cannot. `write`
 * never throws, because a full disk must not end a tunnel that works: a line that cannot be written is lost.
 *
 * Race: two processes that find the file full would both rotate it, and the second rotation would drop an older file for one that holds a
 * single line. So the rotation runs under a lock, and only if the file is still full by then. A process without the lock writes on
 * meanwhile; a line that it was writing under the old name ends up in `file.1`.
 */
export const rotatingFile = (file: string, { limit, older, ceiling = 2 * limit }: RotatingFileOptions): RotatingFile => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  /** A full disk may have kept half a line; the next write then begins on a new line. */
  let isTorn = false

  const rotate = (): void => {
    try {
      const release = lockSync(file, { realpath: false, stale: staleMs })
      try {
        if (sizeOf(file) >= limit) shift(file, older)
      } finally {
        release()
      }
    } catch {
      // Another process rotates the file now, or the OS does not allow it.
    }
  }

  return {
    // Opened by name for each line, so that a rotation by another process counts at once.
    write: (text) => {
      try {
        if (sizeOf(file) >= limit) rotate()
        // The file could not be rotated for long: the bound matters more than the line.
        if (sizeOf(file) >= ceiling) return
        append(file, isTorn ? `\n${text}` : text)
        isTorn = false
      } catch {
        isTorn = true
      }
    },
  }
}
