import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import { FailureError, type Program } from '../../contract/failure.ts'
import { fileFailure, writing } from './file-failure.ts'
import { replaceFile } from './replace-file.ts'

// A lock is held for milliseconds. One that was not renewed for this long belongs to a process that was killed or is frozen.
const staleMs = 5000
const defaultPatienceMs = 10_000
const longestPauseMs = 40

export interface WriteLockOptions {
  /** How long another writer is waited for; longer than a dead process's lock takes to go stale. */
  readonly patienceMs?: number
}

const holderFile = (file: string): string => `${file}.holder`

const readHolder = (file: string): string => {
  try {
    return readFileSync(holderFile(file), 'utf8')
  } catch {
    // Between taking the lock and writing its name a holder has none.
    return ''
  }
}

const programThatHolds = (file: string): Program | undefined => {
  // A program's name and its process; the third line tells this very lock from every other.
  const [name = '', pid = ''] = readHolder(file).split('\n')
  return name === '' ? undefined : { name, pid: /^\d{1,9}$/.test(pid) ? Number(pid) : undefined }
}

const held = (file: string): FailureError => new FailureError({ code: 'store-held', file, program: programThatHolds(file) })

const take = async (file: string, patienceMs: number): Promise<() => Promise<void>> => {
  try {
    return await lock(file, {
      // The file may not be there yet.
      realpath: false,
      stale: staleMs,
      retries: { retries: Math.ceil(patienceMs / longestPauseMs), minTimeout: 5, maxTimeout: longestPauseMs, factor: 1.3 },
      // The default throws out of a timer. What matters is judged by `demandHeld`, at the moment of writing.
      onCompromised: () => undefined,
    })
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ELOCKED' ? held(file) : fileFailure(file, error)
  }
}

/**
 * Runs `action` while no other process of Postern writes `file`; others wait their turn. `action` does not wait for anything, so that the lock
 * is short, and calls `demandHeld` right before it writes. Makes the folder, mode 0700, where it is missing.
 *
 * The lock is the folder `file.lock` of proper-lockfile; `file.holder` beside it says who holds it. A lock of a killed process is taken over
 * after 5 s. Rejects `store-held`, naming the holder, after `patienceMs` (10 s), and `file-not-writable`.
 */
export const withWriteLock = async <Result>(
  file: string,
  action: (demandHeld: () => void) => Result,
  { patienceMs = defaultPatienceMs }: WriteLockOptions = {},
): Promise<Result> => {
  // A folder that is there already keeps its rights; compose.ts refuses a data folder in which others may write.
  writing(file, () => mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 }))
  const release = await take(file, patienceMs)
  try {
    return writing(file, () => signed(file, action))
  } finally {
    // Letting go of a lock that was taken over meanwhile would end the other process's turn.
    if (readHolder(file) === '') await release().catch(() => undefined)
  }
}

/** Runs `action` with this process's name beside the lock, and takes the name away unless another's stands there by then. */
const signed = <Result>(file: string, action: (demandHeld: () => void) => Result): Result => {
  const me = `${path.basename(process.argv[1] ?? process.execPath)}\n${process.pid}\n${randomUUID()}\n`
  const isOurs = (): boolean => readHolder(file) === me
  try {
    replaceFile(holderFile(file), me)
    return action(() => {
      // A laptop that slept for longer than the lock lives may find that another process has taken it over.
      if (!isOurs()) throw held(file)
    })
  } finally {
    if (isOurs()) rmSync(holderFile(file), { force: true })
  }
}
