import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileFailure } from '../data-folder/file-failure.ts'
import { renameOver } from '../data-folder/rename-over.ts'

const orNotWritable = async (file: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    throw fileFailure(file, error)
  }
}

const writeWhole = async (file: string, bytes: Uint8Array): Promise<void> => {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    // A key that was reported as written must survive a power cut.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file beside `file`, checks its bytes with `check`, and names it with `place`. The temporary name never remains. */
const writeBeside = async (
  file: string,
  bytes: Uint8Array,
  steps: {
    readonly check: (written: Buffer) => Promise<void>
    readonly place: (temporary: string) => Promise<void>
  },
): Promise<void> => {
  const temporary = path.join(path.dirname(file), `.new-${randomBytes(8).toString('hex')}`)
  try {
    await orNotWritable(file, () => writeWhole(temporary, bytes))
    await steps.check(await readFile(temporary))
    await orNotWritable(file, () => steps.place(temporary))
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Writes a new private key file, mode 0600 in a folder of mode 0700. The file is written under another name, checked by `check`, and only
 * then linked to its own name, so that a half-written or unchecked file never has the name of a key. An existing file is never replaced.
 * Rejects `file-not-writable` and the errors of `check`, and then leaves no file behind.
 *
 * On Windows a mode has no effect. The folder is in %APPDATA%, and new files inherit its access list, which admits the person, the
 * administrators and the system (`icacls %APPDATA%` shows it).
 */
export const writeKeyFile = async (file: string, bytes: Uint8Array, check: (written: Buffer) => Promise<void>): Promise<void> => {
  const folder = path.dirname(file)
  await orNotWritable(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // SECURITY: the folder may exist already, with a laxer mode.
    await chmod(folder, 0o700)
  })
  // A link, unlike a rename, fails where the name is taken.
  await writeBeside(file, bytes, { check, place: (temporary) => link(temporary, file) })
}

/**
 * Replaces an existing private key file, in the way of `writeKeyFile`: a reader sees the whole old file or the whole new one. Rejects
 * `file-not-writable` and the errors of `check`, and then the old file is unchanged.
 */
export const replaceKeyFile = (file: string, bytes: Uint8Array, check: (written: Buffer) => Promise<void>): Promise<void> =>
  writeBeside(file, bytes, { check, place: (temporary) => Promise.resolve().then(() => renameOver(temporary, file)) })
