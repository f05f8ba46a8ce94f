import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { FailureError } from '../../../contract/failure.ts'

/** What a running `postern up` leaves for others: where it can be asked, and the token that an asker must show. */
export const RunEntrySchema = z.object({
  accountId: z.uuid(),
  pid: z.number().int(),
  address: z.string(),
  token: z.string(),
})
export type RunEntry = z.infer<typeof RunEntrySchema>

const runFolder = (dataDir: string): string => path.join(dataDir, 'run')
const entryFile = (dataDir: string, accountId: string): string => path.join(runFolder(dataDir), `${accountId}.json`)

/**
 * Runs `change` while no other Postern changes the folder: claiming an account and clearing up after a dead process both look first and
 * write then. Rejects `store-held` where the lock stays taken.
 */
export const withRunFolder = async <Result>(dataDir: string, change: () => Promise<Result>): Promise<Result> => {
  const folder = runFolder(dataDir)
  // SECURITY: the folder holds tokens and sockets: the person's alone.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const release = await lock(folder, {
    realpath: false,
    lockfilePath: path.join(folder, '.lock'),
    retries: { retries: 40, minTimeout: 25, maxTimeout: 250 },
  }).catch((error: unknown) => {
    throw new FailureError({ code: 'store-held', file: folder, holder: 'another-postern' }, { cause: error })
  })
  try {
    return await change()
  } finally {
    await release()
  }
}

/** The entry of one account; undefined where there is none, or where it cannot be read as one. */
export const readRunEntry = async (dataDir: string, accountId: string): Promise<RunEntry | undefined> => {
  try {
    return RunEntrySchema.parse(JSON.parse(await readFile(entryFile(dataDir, accountId), 'utf8')))
  } catch {
    return undefined
  }
}

/** The accounts that have an entry, running or left behind. */
export const listRunEntries = async (dataDir: string): Promise<readonly RunEntry[]> => {
  const names = await readdir(runFolder(dataDir)).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
  const entries = await Promise.all(ids.map((id) => readRunEntry(dataDir, id)))
  return entries.filter((entry) => entry !== undefined)
}

/** Writes an entry whole: a reader sees all of it or nothing. */
export const writeRunEntry = async (dataDir: string, entry: RunEntry): Promise<void> => {
  const file = entryFile(dataDir, entry.accountId)
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(temporary, JSON.stringify(entry), { mode: 0o600, flag: 'wx' })
  await rename(temporary, file)
}

/** Takes an entry and its socket away. Does nothing where the entry is another process's by now. */
export const removeRunEntry = async (dataDir: string, entry: RunEntry): Promise<void> => {
  if ((await readRunEntry(dataDir, entry.accountId))?.token !== entry.token) return
  await rm(entryFile(dataDir, entry.accountId), { force: true })
  if (entry.address.startsWith('\\\\')) return
  await rm(entry.address, { force: true })
  if (path.dirname(entry.address) !== runFolder(dataDir)) await rm(path.dirname(entry.address), { recursive: true, force: true })
}

// sun_path holds 108 bytes on Linux and 104 on macOS, its closing zero among them.
const maxSocketPath = 100

/** A fresh address for an account's socket: in the run folder, or where that path is too long, in a private temporary folder. */
export const socketAddress = async (dataDir: string, accountId: string): Promise<string> => {
  const unique = randomBytes(16).toString('hex')
  if (process.platform === 'win32') return `\\\\.\\pipe\\postern-${unique}`
  const beside = path.join(runFolder(dataDir), `${accountId.slice(0, 8)}-${unique.slice(0, 8)}.sock`)
  if (Buffer.byteLength(beside) <= maxSocketPath) return beside
  return path.join(await mkdtemp(path.join(tmpdir(), 'postern-')), 'control.sock')
}
