import { readFile } from 'node:fs/promises'
import { keyObjectOf, type KeyNumbers } from '../keys/key-numbers.ts'
import { parseKeyFile } from '../keys/parse-key-file.ts'
import { publicBlobOf } from '../keys/public-key.ts'
import type { PrivateKey } from '../ssh/connection.ts'

/** What a log-in by key wants, of a key pair. */
export const privateKeyOf = (numbers: KeyNumbers): PrivateKey => ({ publicBlob: publicBlobOf(numbers), key: keyObjectOf(numbers) })

/** The same of an unencrypted key file, of any format. */
export const privateKeyIn = async (content: string | Uint8Array): Promise<PrivateKey> =>
  privateKeyOf((await parseKeyFile(Buffer.from(content)).open('')).numbers)

export const readPrivateKey = async (file: string): Promise<PrivateKey> => await privateKeyIn(await readFile(file))
