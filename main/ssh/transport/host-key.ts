import { createHash } from 'node:crypto'
import type { HostKey, HostKeyVerdict } from '../../../contract/host-key.ts'
import type { Failure } from '../../../contract/failure.ts'

/** `SHA256:…` without padding, as ssh-keygen -l prints it. */
export const fingerprintOf = (blob: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replaceAll('=', '')}`

/** A host key from its public key blob (RFC 4253 section 6.6: a string with the type comes first). */
export const hostKeyOf = (blob: Uint8Array, server: { readonly host: string; readonly port: number }): HostKey => {
  const bytes = Buffer.from(blob)
  const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0
  const type = bytes.toString('latin1', 4, 4 + Math.min(length, 64))
  return { host: server.host, port: server.port, type, blob: bytes, fingerprint: fingerprintOf(bytes) }
}

const leastRsaBits = 1024
const mostRsaBits = 16_384

/**
 * The size of an RSA key that is out of bounds; undefined for every other key.
 *
 * SECURITY: the bounds are those of ssh (RequiredRSASize of ssh_config(5), SSHBUF_MAX_BIGNUM of OpenSSH). A shorter key can be factored,
 * and a longer one takes long to verify.
 */
export const rsaBitsOutOfBounds = ({ type, blob }: Pick<HostKey, 'type' | 'blob'>): number | undefined => {
  if (type !== 'ssh-rsa') return undefined
  // RFC 4253 section 6.6: the type, the exponent, the modulus.
  const bytes = Buffer.from(blob)
  const endOf = (start: number): number => (start + 4 <= bytes.length ? start + 4 + bytes.readUInt32BE(start) : bytes.length)
  const start = endOf(endOf(0)) + 4
  const modulus = bytes.subarray(start)
  const first = modulus.findIndex((byte) => byte !== 0)
  const bits = first === -1 ? 0 : (modulus.length - first) * 8 - Math.clz32(modulus[first] ?? 0) + 24
  return bits < leastRsaBits || bits > mostRsaBits ? bits : undefined
}

export interface HostKeyCheck {
  /** For ssh2's `hostVerifier`. */
  readonly verify: (blob: Buffer, answer: (trusted: boolean) => void) => void
  /** The key of the first exchange. Its signature has been checked only once ssh2 emits `handshake`. */
  readonly presented: () => HostKey | undefined
  /** The reason of the last refusal. */
  readonly refusal: () => Failure | Error | undefined
}

/**
 * Judges the host key of each key exchange of one connection.
 *
 * SECURITY: ssh2 accepts every return value but false and undefined as a yes, a promise among them (docs/adr/0003). `verify` returns
 * nothing, and answers with a boolean that is true for one verdict only.
 *
 * SECURITY: ssh2 asks again at each rekey, where a server could present another key than the trusted one. It must be the same, and still be
 * trusted.
 */
export const createHostKeyCheck = (
  server: { readonly host: string; readonly port: number },
  judge: (key: HostKey) => HostKeyVerdict,
): HostKeyCheck => {
  let first: HostKey | undefined
  let refusal: Failure | Error | undefined

  const judged = (key: HostKey): Failure | Error | undefined => {
    const bits = rsaBitsOutOfBounds(key)
    if (bits !== undefined) return { code: 'server-misbehaved', host: key.host, reason: 'host-key-size', bits }
    try {
      return refusalOf(key, judge(key))
    } catch (error) {
      return error instanceof Error ? error : new Error('the host key could not be judged', { cause: error })
    }
  }

  return {
    verify: (blob, answer) => {
      const key = hostKeyOf(blob, server)
      const before = (first ??= key)
      refusal = Buffer.compare(before.blob, key.blob) === 0 ? judged(key) : changedAtRekey(before, key)
      answer(refusal === undefined)
    },
    presented: () => first,
    refusal: () => refusal,
  }
}

const changedAtRekey = (before: HostKey, key: HostKey): Failure => ({
  code: 'host-key-changed',
  host: key.host,
  port: key.port,
  keyType: key.type,
  fingerprint: key.fingerprint,
  known: [before.fingerprint],
  source: { kind: 'connection' },
})

/**
 * The failure for a verdict; undefined for a trusted key.
 *
 * SECURITY: every verdict but one refuses, even a value that the types do not allow.
 */
export const refusalOf = (key: HostKey, verdict: HostKeyVerdict): Failure | undefined => {
  if (verdict.verdict === 'trusted') return undefined
  const seen = { host: key.host, port: key.port, keyType: key.type, fingerprint: key.fingerprint }
  if (verdict.verdict === 'changed') {
    const { known, source, since } = verdict
    return { code: 'host-key-changed', ...seen, known: [...known], source, since }
  }
  if (verdict.verdict === 'revoked') return { code: 'host-key-revoked', ...seen }
  return { code: 'host-key-unknown', ...seen }
}
