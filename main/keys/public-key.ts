import { assertNever } from '../../contract/assert-never.ts'
import type { IdentityType } from '../../contract/identity.ts'
import { damaged, UnreadableKeyError } from './key-fault.ts'
import { bitLength, curveFacts, curves, type KeyNumbers } from './key-numbers.ts'
import { mpint, sshString, wireReader } from './ssh-wire.ts'

/** The facts in a public key blob (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4). */
export interface PublicKeyFacts {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256` … */
  readonly algorithm: string
  readonly type: IdentityType
  readonly bits: number
}

export const algorithmOf = (numbers: KeyNumbers): string => {
  switch (numbers.type) {
    case 'ed25519':
      return 'ssh-ed25519'
    case 'rsa':
      return 'ssh-rsa'
    case 'ecdsa':
      return `ecdsa-sha2-${numbers.curve}`
    default:
      return assertNever(numbers)
  }
}

export const publicBlobOf = (numbers: KeyNumbers): Buffer => {
  const algorithm = sshString(algorithmOf(numbers))
  switch (numbers.type) {
    case 'ed25519':
      return Buffer.concat([algorithm, sshString(numbers.point)])
    case 'rsa':
      return Buffer.concat([algorithm, mpint(numbers.e), mpint(numbers.n)])
    case 'ecdsa':
      return Buffer.concat([algorithm, sshString(numbers.curve), sshString(numbers.point)])
    default:
      return assertNever(numbers)
  }
}

/** Returns the reason why Postern cannot use a key of this algorithm. */
export const unsupportedAlgorithm = (algorithm: string): UnreadableKeyError => {
  if (algorithm.startsWith('sk-')) return new UnreadableKeyError({ reason: 'security-key' })
  if (algorithm === 'ssh-dss') return new UnreadableKeyError({ reason: 'dsa-key' })
  if (algorithm.includes('-cert-')) return new UnreadableKeyError({ reason: 'certificate' })
  return new UnreadableKeyError({ reason: 'kind-not-known', keyKind: algorithm.slice(0, 40) })
}

/** Throws UnreadableKeyError where the blob is damaged or of a kind that cannot be used. */
export const describePublicKey = (blob: Uint8Array): PublicKeyFacts => {
  const reader = wireReader(blob)
  const algorithm = reader.text()
  if (algorithm === 'ssh-ed25519') {
    if (reader.string().length !== 32) throw damaged('ed25519-length')
    return { algorithm, type: 'ed25519', bits: 256 }
  }
  if (algorithm === 'ssh-rsa') {
    reader.mpint()
    return { algorithm, type: 'rsa', bits: bitLength(reader.mpint()) }
  }
  const curve = curves.find((name) => algorithm === `ecdsa-sha2-${name}`)
  if (curve === undefined) throw unsupportedAlgorithm(algorithm)
  return { algorithm, type: 'ecdsa', bits: curveFacts[curve].bits }
}

/**
 * Returns the comment of a key, safe in a line of authorized_keys.
 * SECURITY: the comment may come from a crafted file, and a line break in it would add a second key to the server.
 */
export const cleanComment = (comment: string): string =>
  comment
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** Returns the line of a .pub file or of authorized_keys (sshd(8)), without options and without a line break. */
export const publicKeyLine = (blob: Uint8Array, comment: string): string =>
  [describePublicKey(blob).algorithm, Buffer.from(blob).toString('base64'), cleanComment(comment)].join(' ').trim()
