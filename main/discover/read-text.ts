import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** The length that `readImport` accepts. */
const maxBytes = 200_000

/**
 * Reads a text file of the person's; undefined if it is missing, unreadable, not a regular file, or larger than a person's text.
 * SECURITY: a FIFO or a device would block the reader, so the open does not block, and kind and size are those of the open file.
 */
export const readText = async (file: string): Promise<string | undefined> => {
  // Windows has no O_NONBLOCK, although the types always have it.
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
