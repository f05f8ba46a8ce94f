import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lock } from 'proper-lockfile'
import { z } from 'zod'
import { FailureError } from '../../contract/failure.ts'
import { fileFailure, writing } from '../data-folder/file-failure.ts'
import { renameOver } from '../data-folder/rename-over.ts'

/** What a process has claimed: the account with this id, or, as the application, the whole data folder. */
export const ClaimedSchema = z.union([z.uuid(), z.literal('application')])
export type Claimed = z.infer<typeof ClaimedSchema>

/** The file that a process writes for others: its claim, its address, and the token that an asker must show. */
export const RunEntrySchema = z.object({ claimed: ClaimedSchema, pid: z.number().int(), address: z.string(), token: z.string() })
export type RunEntry = z.infer<typeof RunEntrySchema>

const runFolder = (dataDir: string): string => path.join(dataDir, 'run')
const entryFile = (dataDir: string, claimed: Claimed): string => path.join(runFolder(dataDir), `${claimed}.json`)

/**
 * Runs `change` while no other Postern changes the folder, because a claim and a clean-up both read first and then write. Creates the folder
 * if it is missing. Rejects `store-held` if the lock stays taken, and `file-not-writable`.
 */
export const withRunFolder = async <Result>(dataDir: string, change: () => Promise<Result>): Promise<Result> => {
  const folder = runFolder(dataDir)
  // SECURITY: the folder holds tokens and sockets, so only the person can open it.
  writing(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
  const release = await lock(folder, {
    realpath: false,
    lockfilePath: path.join(folder, '.lock'),
    retries: { retries: 40, minTimeout: 25, maxTimeout: 250 },
  }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw fileFailure(folder, error)
    throw new FailureError({ code: 'store-held', file: folder }, { cause: error })
  })
  try {
    return await change()
  } finally {
    await release()
  }
}

/** Returns the entry of one claim; undefined if it is missing or damaged. */
export const readRunEntry = async (dataDir: string, claimed: Claimed): Promise<RunEntry | undefined> => {
  try {
    const entry = RunEntrySchema.parse(JSON.parse(await readFile(entryFile(dataDir, claimed), 'utf8')))
    return entry.claimed === claimed ? entry : undefined
  } catch {
    return undefined
  }
}

/** Returns the entries of all claims, of living and of dead processes. */
export const listRunEntries = async (dataDir: string): Promise<readonly RunEntry[]> => {
  const names = await readdir(runFolder(dataDir)).catch(() => [])
  const claims = names
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => ClaimedSchema.safeParse(name.slice(0, -'.json'.length)).data ?? [])
  const entries = await Promise.all(claims.map((claimed) => readRunEntry(dataDir, claimed)))
  return entries.filter((entry) => entry !== undefined)
}

/** Writes an entry atomically: a reader reads all of it or nothing. */
export const writeRunEntry = async (dataDir: string, entry: RunEntry): Promise<void> => {
  const file = entryFile(dataDir, entry.claimed)
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(temporary, JSON.stringify(entry), { mode: 0o600, flag: 'wx' })
  renameOver(temporary, file)
}

/** Removes an entry. Does nothing if another process has the claim by now. */
export const removeRunEntry = async (dataDir: string, entry: RunEntry): Promise<void> => {
  if ((await readRunEntry(dataDir, entry.claimed))?.token === entry.token)
    await rm(entryFile(dataDir, entry.claimed), { force: true })
}

/** Removes the socket file of an endpoint. A named pipe of Windows has none. */
export const removeSocket = async (dataDir: string, address: string): Promise<void> => {
  if (address.startsWith('\\\\')) return
  await rm(address, { force: true })
  const folder = path.dirname(address)
  if (folder !== runFolder(dataDir)) await rm(folder, { recursive: true, force: true })
}

// sun_path holds 108 bytes on Linux and 104 on macOS, including the final zero byte.
const maxSocketPath = 100

/** Returns a fresh address for an endpoint: in the run folder or, if that path is too long, in a private temporary folder. */
export const socketAddress = async (dataDir: string): Promise<string> => {
  const unique = randomBytes(16).toString('hex')
  if (process.platform === 'win32') return `\\\\.\\pipe\\postern-${unique}`
  const beside = path.join(runFolder(dataDir), `${unique.slice(0, 16)}.sock`)
  if (Buffer.byteLength(beside) <= maxSocketPath) return beside
  return path.join(await mkdtemp(path.join(tmpdir(), 'postern-')), 'control.sock')
}
