import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** As much as `readImport` takes of one text. */
const maxBytes = 200_000

/**
 * A text file of a person's own, undefined where it is missing, cannot be read, is no file, or is larger than one that a person writes.
 * SECURITY: a FIFO or a device would hang the reader, so the open does not wait, and kind and size are asked of what was opened.
 */
export const readText = async (file: string): Promise<string | undefined> => {
  // Windows has no O_NONBLOCK; the types say that it is always there.
  const nonBlocking = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0
  try {
    const handle = await open(file, constants.O_RDONLY | nonBlocking)
    try {
      const stat = await handle.stat()
      if (!stat.isFile() || stat.size > maxBytes) return undefined
      return (await handle.readFile('utf8')).slice(0, maxBytes)
    } finally {
      await handle.close()
    }
  } catch {
    return undefined
  }
}
