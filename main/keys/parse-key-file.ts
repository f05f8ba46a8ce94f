import { UnreadableKeyError } from './key-fault.ts'
import type { KeyFile } from './key-file.ts'
import { openSshLabel, parseOpenSshKey } from './openssh-key-format.ts'
import { parsePemKey, pemLabels } from './pem-key-format.ts'
import { parsePpkKey, ppkStart } from './ppk-key-format.ts'
import { unsupportedAlgorithm } from './public-key.ts'

/** Recognises the format of a private key file by its first line, whatever its name. Throws UnreadableKeyError. */
export const parseKeyFile = (bytes: Uint8Array): KeyFile => {
  // Latin-1 has one character for each byte: PuTTY's MAC covers the bytes, and every other format is ASCII.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
  if (text.trimStart().startsWith(ppkStart)) return parsePpkKey(text.trimStart())
  if (text.includes(`-----BEGIN ${openSshLabel}-----`)) return parseOpenSshKey(text)
  const label = pemLabels.find((name) => text.includes(`-----BEGIN ${name}-----`))
  if (label !== undefined) return parsePemKey(label, text)
  if (text.includes('-----BEGIN DSA PRIVATE KEY-----')) throw unsupportedAlgorithm('ssh-dss')
  if (/^\s*(?:ssh-|ecdsa-|sk-)|BEGIN (?:SSH2 )?PUBLIC KEY/.test(text)) throw new UnreadableKeyError({ reason: 'public-key' })
  throw new UnreadableKeyError({ reason: 'not-a-private-key' })
}
