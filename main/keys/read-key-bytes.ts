import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { FailureError } from '../../contract/failure.ts'

/** An RSA key of 16,384 bits has 13 KiB. */
const maxKeyFileBytes = 64 * 1024

const openFailure = (file: string, error: NodeJS.ErrnoException): FailureError => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    return new FailureError({ code: 'key-not-found', file }, { cause: error })
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new FailureError({ code: 'key-unreadable', file, reason: 'no-permission' }, { cause: error })
  return new FailureError(
    { code: 'key-unreadable', file, reason: 'not-opened', said: error.code ?? error.message },
    { cause: error },
  )
}

const readUpTo = async (handle: FileHandle, limit: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(limit)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, limit - length, length)
    if (bytesRead === 0) return buffer.subarray(0, length)
    length += bytesRead
  }
}

/**
 * SECURITY: a private key that others may read is refused as ssh refuses it, that is, where it is this user's own (sshkey_perm_ok of OpenSSH).
 * Windows has no modes; there the access list of the person's profile, which files inherit, lets only the person and administrators in, and
 * a list that was changed by hand is not looked at.
 */
const isOpenToOthers = ({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean =>
  process.platform !== 'win32' && uid === process.getuid?.() && (mode & 0o077) !== 0

/**
 * Returns the bytes of a key file. Rejects `key-not-found`, `key-unreadable` for anything but a file of a key's size, and for a key that is to
 * log in, `key-open-to-others`.
 * SECURITY: a FIFO or a device would hang the reader, and a huge file would fill memory. So the open does not wait, and kind and size are
 * checked on the opened handle, not on the name.
 */
export const readKeyBytes = async (file: string, use: 'log-in' | 'show'): Promise<Buffer> => {
  // Windows has neither O_NONBLOCK nor FIFOs in its folders. The types of Node do not know that.
  const nonBlocking = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0
  let handle: FileHandle
  try {
    handle = await open(file, constants.O_RDONLY | nonBlocking)
  } catch (error) {
    throw openFailure(file, error as NodeJS.ErrnoException)
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw new FailureError({ code: 'key-unreadable', file, reason: 'not-a-file' })
    if (use === 'log-in' && isOpenToOthers(stat)) throw new FailureError({ code: 'key-open-to-others', file })
    const tooLarge = new FailureError({ code: 'key-unreadable', file, reason: 'too-large-for-key' })
    if (stat.size > maxKeyFileBytes) throw tooLarge
    const bytes = await readUpTo(handle, maxKeyFileBytes + 1)
    if (bytes.length > maxKeyFileBytes) throw tooLarge
    return bytes
  } finally {
    await handle.close()
  }
}
