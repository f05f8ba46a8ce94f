import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { FoundKey, ImportedAccount } from '../../contract/imported-account.ts'
import { describePublicKey } from '../keys/public-key.ts'
import { showKeyFile } from '../keys/read-key-file.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'

const maxFiles = 300
const maxKeys = 50

/** Returns the regular files of a folder whose names allow a private key. Ignores symbolic links, folders and special files. */
export const possibleKeys = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.pub'))
    .map(({ name }) => path.join(folder, name))
    .sort()
    .slice(0, maxFiles)
}

/**
 * Returns the key files that accounts name by an absolute path.
 *
 * SECURITY: UNC paths are left out. Windows would log in to the server of such a path by itself, and so send it a hash of the person's
 * password; and somebody else may have written the configuration.
 */
export const namedKeys = (accounts: readonly ImportedAccount[]): readonly string[] =>
  accounts.flatMap(({ identityFile }) => identityFile ?? []).filter((file) => path.isAbsolute(file) && !/^[\\/]{2}/.test(file))

const readKey = async (file: string): Promise<FoundKey | undefined> => {
  try {
    const { encrypted, publicBlob } = await showKeyFile(file)
    if (publicBlob === undefined) return { path: file, type: 'unknown', encrypted }
    return { path: file, type: describePublicKey(publicBlob).type, fingerprint: fingerprintOf(publicBlob), encrypted }
  } catch {
    // The file is missing or unreadable, is not a private key, or is of a kind that Postern cannot use.
    return undefined
  }
}

/** Returns the private keys among the files that Postern can use, each once and at most 50. Reads them without a passphrase. */
export const readKeys = async (files: Iterable<string>): Promise<readonly FoundKey[]> => {
  const keys: FoundKey[] = []
  for (const file of new Set(files)) {
    if (keys.length === maxKeys) break
    const key = await readKey(file)
    if (key !== undefined) keys.push(key)
  }
  return keys
}
