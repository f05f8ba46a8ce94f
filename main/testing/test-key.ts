import { createHash } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'

/** An unencrypted ed25519 key pair of one test. */
export interface TestKey {
  /** OpenSSH's format. */
  readonly privateKey: string
  /** `ssh-ed25519 base64`. */
  readonly publicKey: string
  /** `SHA256:…` */
  readonly fingerprint: string
}

const parsed = (text: string): ParsedKey | undefined => {
  const key = ssh2.utils.parseKey(text)
  return key instanceof Error ? undefined : key
}

/** Makes a key pair. ssh2 strips leading zeros, which makes about one key in 256 malformed, so a key that does not read back is made again. */
export const makeTestKey = (): TestKey => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519')
    const [secret, open] = [parsed(pair.private), parsed(pair.public)]
    const blob = open?.getPublicSSH()
    // Type and length fields of 4 bytes each, `ssh-ed25519` and 32 bytes (RFC 8709 section 4).
    if (secret === undefined || blob?.length !== 51 || open?.verify('probe', secret.sign('probe')) !== true) continue
    const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
    return { privateKey: pair.private, publicKey: `ssh-ed25519 ${blob.toString('base64')}`, fingerprint: `SHA256:${digest}` }
  }
}
