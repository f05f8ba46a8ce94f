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
    // A key that was reported must be there after a power cut.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes beside `file`, has `check` read it back, and lets `place` give it its name. Leaves nothing behind where any of it fails. */
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
 * Writes a new private key file, mode 0600 in a folder of mode 0700. It is written under another name, read back by `check`, and only
 * then linked to its own, so that a half-written or unproven file never has the name of a key; a file that is there already is never
 * replaced. Rejects `file-not-writable` and what `check` throws, and then leaves nothing behind.
 *
 * On Windows a mode says nothing: the folder lies in %APPDATA%, whose access list lets the person, administrators and the system in,
 * and which new files inherit (`icacls %APPDATA%` shows it).
 */
export const writeKeyFile = async (file: string, bytes: Uint8Array, check: (written: Buffer) => Promise<void>): Promise<void> => {
  const folder = path.dirname(file)
  await orNotWritable(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // SECURITY: the folder may be older, or made under a lax umask.
    await chmod(folder, 0o700)
  })
  // A link, unlike a rename, fails where the name is taken.
  await writeBeside(file, bytes, { check, place: (temporary) => link(temporary, file) })
}

/**
 * Puts a private key file in the place of one that is there, as `writeKeyFile` writes it: who opens it finds the old one whole or the
 * new one whole. Rejects `file-not-writable` and what `check` throws, and then the old one stands.
 */
export const replaceKeyFile = (file: string, bytes: Uint8Array, check: (written: Buffer) => Promise<void>): Promise<void> =>
  writeBeside(file, bytes, { check, place: (temporary) => Promise.resolve().then(() => renameOver(temporary, file)) })
