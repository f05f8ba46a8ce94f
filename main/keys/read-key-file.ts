import { FailureError } from '../../contract/failure.ts'
import { damaged } from './key-fault.ts'
import type { KeyFile } from './key-file.ts'
import { parseKeyFile } from './parse-key-file.ts'
import { decodeBase64 } from './pem.ts'
import { describePublicKey } from './public-key.ts'
import { readKeyBytes } from './read-key-bytes.ts'
import { asKeyFailure } from './unlock-key.ts'

const readPublicFile = async (file: string): Promise<{ blob: Buffer; comment: string } | undefined> => {
  try {
    const [algorithm, base64, ...comment] = (await readKeyBytes(file, 'show')).toString('utf8').trim().split(/\s+/)
    const blob = decodeBase64(base64 ?? '')
    if (describePublicKey(blob).algorithm !== algorithm) throw damaged('other-kind')
    return { blob, comment: comment.join(' ') }
  } catch {
    // The .pub file is optional. Where it is missing or damaged, the private key file alone counts.
    return undefined
  }
}

/**
 * Reads a private key file. Where the file shows no public key (an encrypted PEM) or no comment, they come from the .pub file beside it, as
 * with ssh. Rejects `key-not-found`, `key-unreadable` and `key-open-to-others`.
 */
export const readKeyFile = async (file: string): Promise<KeyFile> => await describeKeyFile(file, 'log-in')

/** As `readKeyFile`, of a key that is shown and not used: others may read it. */
export const showKeyFile = async (file: string): Promise<KeyFile> => await describeKeyFile(file, 'show')

const describeKeyFile = async (file: string, use: 'log-in' | 'show'): Promise<KeyFile> => {
  const bytes = await readKeyBytes(file, use)
  const keyFile = await asKeyFailure(file, () => parseKeyFile(bytes))
  if (keyFile.publicBlob !== undefined && keyFile.comment !== '') return keyFile
  const beside = await readPublicFile(`${file}.pub`)
  if (beside === undefined || keyFile.publicBlob?.equals(beside.blob) === false) return keyFile
  return { ...keyFile, publicBlob: beside.blob, comment: keyFile.comment === '' ? beside.comment : keyFile.comment }
}

/** Returns the public key that `readKeyFile` found. Throws `key-unreadable` where it found no public key. */
export const publicBlobIn = (file: string, keyFile: KeyFile): Buffer => {
  if (keyFile.publicBlob !== undefined) return keyFile.publicBlob
  throw new FailureError({ code: 'key-unreadable', file, reason: 'public-half-hidden' })
}
