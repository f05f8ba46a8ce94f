import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { lockSync } from 'proper-lockfile'

export interface TurningFile {
  /** Appends text; never throws. */
  readonly write: (text: string) => void
}

export interface TurningFileOptions {
  /** Bytes at which the file is turned. */
  readonly limit: number
  /** How many older files are kept: `file.1` is the youngest. */
  readonly older: number
  /** Bytes beyond which nothing is written while it cannot be turned; twice `limit` where nothing is said. */
  readonly ceiling?: number
}

// To turn takes milliseconds. A lock that is older belongs to a process that was killed in the midst of it.
const staleMs = 5000

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
const nameOf = (file: string, age: number): string => (age === 0 ? file : `${file}.${age}`)

/** Each becomes the next older one, up to the first that is missing; where none is missing, the oldest goes. */
const shift = (file: string, older: number): void => {
  // A file that Windows does not let go of leaves a gap above it, so that trying again eats up nothing.
  let gap = 1
  while (gap < older && existsSync(nameOf(file, gap))) gap++
  for (let age = gap; age > 0; age--) renameSync(nameOf(file, age - 1), nameOf(file, age))
}

/**
 * A file of lines that several processes append to, mode 0600, bounded together with its older ones: at `limit` bytes `file` becomes
 * `file.1`, that `file.2` and so on. Makes the folder, mode 0700, and throws errors of the OS where it cannot; after that nothing throws,
 * since a full disk must not end a tunnel that works: what cannot be written is lost.
 *
 * Race: two processes that see a full file would both turn it, and the second would push out an older file for one of a single line. So
 * it is turned under a lock, and only where it is still full by then. Whoever does not get the lock writes on meanwhile; a line that was
 * under way to the old name is in `file.1`.
 */
export const turningFile = (file: string, { limit, older, ceiling = 2 * limit }: TurningFileOptions): TurningFile => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  /** A disk that ran full may have taken half a line; the next one begins on a line of its own. */
  let isTorn = false

  const turn = (): void => {
    try {
      const release = lockSync(file, { realpath: false, stale: staleMs })
      try {
        if (sizeOf(file) >= limit) shift(file, older)
      } finally {
        release()
      }
    } catch {
      // Another process turns it now, or it cannot be turned.
    }
  }

  return {
    // Opened by name for each line, so that every process sees that another turned it.
    write: (text) => {
      try {
        if (sizeOf(file) >= limit) turn()
        // It could not be turned for long: the bound counts for more than the line.
        if (sizeOf(file) >= ceiling) return
        appendFileSync(file, isTorn ? `\n${text}` : text, { mode: 0o600 })
        isTorn = false
      } catch {
        isTorn = true
      }
    },
  }
}
