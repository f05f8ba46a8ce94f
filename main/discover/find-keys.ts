import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { FoundKey, ImportedAccount } from '../../contract/imported-account.ts'
import { describePublicKey } from '../keys/public-key.ts'
import { showKeyFile } from '../keys/read-key-file.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'

const maxFiles = 300
const maxKeys = 50

/** The plain files of a folder that may be private keys, by name. Symbolic links, folders and all else are passed over. */
export const possibleKeys = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.pub'))
    .map(({ name }) => path.join(folder, name))
    .sort()
    .slice(0, maxFiles)
}

/**
 * The key files that accounts name, as far as it is known where they are.
 *
 * SECURITY: no UNC path, for Windows logs in to the server that it names by itself, and so gives that server a hash of the person's password.
 * Somebody else may have written the file that names it.
 */
export const namedKeys = (accounts: readonly ImportedAccount[]): readonly string[] =>
  accounts.flatMap(({ identityFile }) => identityFile ?? []).filter((file) => path.isAbsolute(file) && !/^[\\/]{2}/.test(file))

const readKey = async (file: string): Promise<FoundKey | undefined> => {
  try {
    const { encrypted, publicBlob } = await showKeyFile(file)
    if (publicBlob === undefined) return { path: file, type: 'unknown', encrypted }
    return { path: file, type: describePublicKey(publicBlob).type, fingerprint: fingerprintOf(publicBlob), encrypted }
  } catch {
    // Not there, not ours to read, no private key, or of a kind that Postern cannot use.
    return undefined
  }
}

/** Those of the files that are private keys that Postern can use, each once and at most 50. They are read without a passphrase. */
export const readKeys = async (files: Iterable<string>): Promise<readonly FoundKey[]> => {
  const keys: FoundKey[] = []
  for (const file of new Set(files)) {
    if (keys.length === maxKeys) break
    const key = await readKey(file)
    if (key !== undefined) keys.push(key)
  }
  return keys
}
