import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { FailureError } from '../../contract/failure.ts'

const orNotWritable = async (file: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === 'EEXIST' ? 'a file of this name is there already' : (code ?? message)
    throw new FailureError({ code: 'file-not-writable', file, reason }, { cause: error })
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
  const temporary = path.join(folder, `.new-${randomBytes(8).toString('hex')}`)
  await orNotWritable(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // SECURITY: the folder may be older, or made under a lax umask.
    await chmod(folder, 0o700)
  })
  try {
    await orNotWritable(file, () => writeWhole(temporary, bytes))
    await check(await readFile(temporary))
    // A link, unlike a rename, fails where the name is taken.
    await orNotWritable(file, () => link(temporary, file))
  } finally {
    await rm(temporary, { force: true })
  }
}
