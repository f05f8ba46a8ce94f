import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import { FailureError, type Program } from '../../contract/failure.ts'
import { fileFailure, writing } from './file-failure.ts'
import { replaceFile } from './replace-file.ts'

// A lock is held for milliseconds. A lock that was not renewed for this long belongs to a process that was killed or is frozen.
const staleMs = 5000
const defaultPatienceMs = 10_000
const longestPauseMs = 40

export interface WriteLockOptions {
  /** How long to wait for another writer, in ms: longer than the lock of a dead process takes to go stale. */
  readonly patienceMs?: number
}

const holderFile = (file: string): string => `${file}.holder`

const readHolder = (file: string): string => {
  try {
    return readFileSync(holderFile(file), 'utf8')
  } catch {
    // A holder writes its name only after it has taken the lock.
    return ''
  }
}

const programThatHolds = (file: string): Program | undefined => {
  // The lines are the program's name, its process id, and a unique id of this lock.
  const [name = '', pid = ''] = readHolder(file).split('\n')
  return name === '' ? undefined : { name, pid: /^\d{1,9}$/.test(pid) ? Number(pid) : undefined }
}

const held = (file: string): FailureError => new FailureError({ code: 'store-held', file, program: programThatHolds(file) })

const take = async (file: string, patienceMs: number): Promise<() => Promise<void>> => {
  try {
    return await lock(file, {
      // The file may not exist yet.
      realpath: false,
      stale: staleMs,
      retries: { retries: Math.ceil(patienceMs / longestPauseMs), minTimeout: 5, maxTimeout: longestPauseMs, factor: 1.3 },
      // The default throws in a timer. `demandHeld` checks the lock at the moment of writing instead.
      onCompromised: () => undefined,
    })
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ELOCKED' ? held(file) : fileFailure(file, error)
  }
}

/**
 * Runs `action` while no other process of Postern writes `file`; other writers wait. `action` is synchronous, so that the lock is short, and
 * calls `demandHeld` right before it writes. Creates the folder, mode 0700, if it is missing.
 *
 * The lock is the folder `file.lock` of proper-lockfile; `file.holder` beside it names the holder. The lock of a killed process is taken over
 * after 5 s. Rejects `store-held`, with the holder, after `patienceMs` (10 s), and `file-not-writable`.
 */
export const withWriteLock = async <Result>(
  file: string,
  action: (demandHeld: () => void) => Result,
  { patienceMs = defaultPatienceMs }: WriteLockOptions = {},
): Promise<Result> => {
  // An existing folder keeps its rights. compose.ts refuses a data folder in which others may write.
  writing(file, () => mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 }))
  const release = await take(file, patienceMs)
  try {
    return writing(file, () => signed(file, action))
  } finally {
    // A lock that another process has taken over meanwhile must not be released.
    if (readHolder(file) === '') await release().catch(() => undefined)
  }
}

/** Runs `action` with this process's name in the holder file, and removes the name afterwards unless another process has replaced it. */
const signed = <Result>(file: string, action: (demandHeld: () => void) => Result): Result => {
  const me = `${path.basename(process.argv[1] ?? process.execPath)}\n${process.pid}\n${randomUUID()}\n`
  const isOurs = (): boolean => readHolder(file) === me
  try {
    replaceFile(holderFile(file), me)
    return action(() => {
      // After a long sleep of the computer another process may have taken the lock over.
      if (!isOurs()) throw held(file)
    })
  } finally {
    if (isOurs()) rmSync(holderFile(file), { force: true })
  }
}
