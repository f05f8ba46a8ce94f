import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { assertNever } from '../../contract/assert-never.ts'
import { damaged, UnreadableKeyError } from './key-fault.ts'
import { minimal } from './ssh-wire.ts'

export const curves = ['nistp256', 'nistp384', 'nistp521'] as const
export type Curve = (typeof curves)[number]

/** The curves of RFC 5656 section 10.1: their names, and the size of a coordinate in bytes. */
export const curveFacts: Readonly<
  Record<Curve, { readonly jwk: string; readonly openssl: string; readonly size: number; readonly bits: number }>
> = {
  nistp256: { jwk: 'P-256', openssl: 'prime256v1', size: 32, bits: 256 },
  nistp384: { jwk: 'P-384', openssl: 'secp384r1', size: 48, bits: 384 },
  nistp521: { jwk: 'P-521', openssl: 'secp521r1', size: 66, bits: 521 },
}

/** A key pair as numbers, into which every file format is parsed. Big-endian; those of RSA without leading zeros. */
export type KeyNumbers =
  | { readonly type: 'ed25519'; readonly seed: Buffer; readonly point: Buffer }
  | {
      readonly type: 'rsa'
      readonly n: Buffer
      readonly e: Buffer
      readonly d: Buffer
      readonly p: Buffer
      readonly q: Buffer
      /** The inverse of q modulo p. */
      readonly iqmp: Buffer
    }
  /** `point` is uncompressed: 0x04, x, y. `scalar` has the size of a coordinate. */
  | { readonly type: 'ecdsa'; readonly curve: Curve; readonly point: Buffer; readonly scalar: Buffer }

// OpenSSH's own limits (SSH_RSA_MINIMUM_MODULUS_SIZE, OPENSSL_RSA_MAX_MODULUS_BITS).
const minRsaBits = 1024
const maxRsaBits = 16_384

export const bitLength = (magnitude: Uint8Array): number => {
  const number = minimal(magnitude)
  return number.length === 0 ? 0 : number.length * 8 - (Math.clz32(number[0] ?? 0) - 24)
}

const big = (magnitude: Uint8Array): bigint => BigInt(`0x0${Buffer.from(magnitude).toString('hex')}`)
const bigBytes = (value: bigint): Buffer => {
  const hex = value.toString(16)
  return minimal(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'))
}
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const fromBase64url = (text: string | undefined): Buffer => {
  if (text === undefined) throw damaged('part-missing')
  return Buffer.from(text, 'base64url')
}

/** Returns the private number of an ECDSA key, padded to the size of a coordinate. */
export const scalarOf = (magnitude: Buffer, curve: Curve): Buffer => {
  const { size } = curveFacts[curve]
  return magnitude.length < size ? Buffer.concat([Buffer.alloc(size - magnitude.length), magnitude]) : magnitude
}

/** SECURITY: runs before any arithmetic, so that a crafted file with huge numbers cannot keep the program busy. */
const checkSizes = (numbers: KeyNumbers): void => {
  if (numbers.type === 'rsa') {
    const bits = bitLength(numbers.n)
    if (bits < minRsaBits) throw new UnreadableKeyError({ reason: 'rsa-too-short', bits })
    if (bits > maxRsaBits) throw new UnreadableKeyError({ reason: 'rsa-too-long', bits })
    const { n, e, d, p, q, iqmp } = numbers
    if ([e, d, p, q, iqmp].some((number) => number.length === 0 || number.length > n.length)) throw damaged('numbers-size')
  } else if (numbers.type === 'ed25519') {
    if (numbers.seed.length !== 32 || numbers.point.length !== 32) throw damaged('ed25519-length')
  } else {
    const { size } = curveFacts[numbers.curve]
    if (numbers.scalar.length !== size || numbers.point.length !== 1 + 2 * size || numbers.point[0] !== 4)
      throw damaged('ecdsa-length')
  }
}

/** Checks the numbers against each other, because OpenSSL silently falls back to another way of signing where `iqmp` is false. */
const checkRsa = (
  numbers: Extract<KeyNumbers, { type: 'rsa' }>,
): { readonly d: bigint; readonly p: bigint; readonly q: bigint } => {
  const [e, d, p, q] = [big(numbers.e), big(numbers.d), big(numbers.p), big(numbers.q)]
  if (p < 3n || q < 3n || p * q !== big(numbers.n)) throw damaged('primes')
  if ((e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n || (big(numbers.iqmp) * q) % p !== 1n) throw damaged('halves-differ')
  return { d, p, q }
}

const toJwk = (numbers: Exclude<KeyNumbers, { type: 'ed25519' }>): JsonWebKey => {
  switch (numbers.type) {
    case 'rsa': {
      const { d, p, q } = checkRsa(numbers)
      return {
        kty: 'RSA',
        n: base64url(numbers.n),
        e: base64url(numbers.e),
        d: base64url(numbers.d),
        p: base64url(numbers.p),
        q: base64url(numbers.q),
        dp: base64url(bigBytes(d % (p - 1n))),
        dq: base64url(bigBytes(d % (q - 1n))),
        qi: base64url(numbers.iqmp),
      }
    }
    case 'ecdsa': {
      const { jwk, size } = curveFacts[numbers.curve]
      const [x, y] = [numbers.point.subarray(1, 1 + size), numbers.point.subarray(1 + size)]
      return { kty: 'EC', crv: jwk, x: base64url(x), y: base64url(y), d: base64url(numbers.scalar) }
    }
    default:
      return assertNever(numbers)
  }
}

/** Returns the numbers of a key of node:crypto. Throws UnreadableKeyError for a kind that SSH does not use. */
export const numbersOf = (key: KeyObject): KeyNumbers => {
  const kind = key.asymmetricKeyType
  if (kind !== 'ed25519' && kind !== 'rsa' && kind !== 'ec') throw new UnreadableKeyError({ reason: 'kind-not-used' })
  const curve = curves.find((name) => curveFacts[name].openssl === key.asymmetricKeyDetails?.namedCurve)
  if (kind === 'ec' && curve === undefined) throw new UnreadableKeyError({ reason: 'curve-not-used' })
  const jwk = key.export({ format: 'jwk' })
  if (kind === 'ed25519') return { type: 'ed25519', seed: fromBase64url(jwk.d), point: fromBase64url(jwk.x) }
  if (kind === 'ec' && curve !== undefined) {
    const point = Buffer.concat([Buffer.from([4]), fromBase64url(jwk.x), fromBase64url(jwk.y)])
    return { type: 'ecdsa', curve, point, scalar: fromBase64url(jwk.d) }
  }
  const part = (text: string | undefined): Buffer => minimal(fromBase64url(text))
  return { type: 'rsa', n: part(jwk.n), e: part(jwk.e), d: part(jwk.d), p: part(jwk.p), q: part(jwk.q), iqmp: part(jwk.qi) }
}

/** The bytes before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410, 7). */
const pkcs8OfSeed = Buffer.from('302e020100300506032b657004220420', 'hex')

const keyOfSeed = (seed: Buffer): KeyObject => {
  const der = Buffer.concat([pkcs8OfSeed, seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

/**
 * The key of node:crypto. An Ed25519 key has the public half that belongs to its seed, whatever `numbers` say of it.
 *
 * SECURITY: an Ed25519 seed goes there as bytes that are wiped. Other kinds go as JWK, whose strings stay until their memory is reused.
 */
export const keyObjectOf = (numbers: KeyNumbers): KeyObject =>
  numbers.type === 'ed25519' ? keyOfSeed(numbers.seed) : createPrivateKey({ key: toJwk(numbers), format: 'jwk' })

/** Overwrites the private numbers, once nobody needs them any more. */
export const wipeNumbers = (numbers: KeyNumbers): void => {
  const { type } = numbers
  const secrets =
    type === 'rsa' ? [numbers.d, numbers.p, numbers.q, numbers.iqmp] : [type === 'ed25519' ? numbers.seed : numbers.scalar]
  for (const secret of secrets) secret.fill(0)
}

/** Computes the public point from the private number alone. */
const derivePoint = ({ curve, scalar }: Extract<KeyNumbers, { type: 'ecdsa' }>): Buffer => {
  const ecdh = createECDH(curveFacts[curve].openssl)
  ecdh.setPrivateKey(scalar)
  return ecdh.getPublicKey()
}

const pointOfKey = (key: KeyObject): Buffer => fromBase64url(createPublicKey(key).export({ format: 'jwk' }).x)

const signInThreadPool = promisify(sign)

/**
 * Returns the key of node:crypto. Throws UnreadableKeyError unless the private half belongs to the public half and signs what the public half accepts. ssh2's own
 * generator makes one malformed Ed25519 key in 256, and an Ed25519 signature with a false public half discloses the private half, so
 * every key is checked before its first use.
 */
export const checkPair = async (numbers: KeyNumbers): Promise<KeyObject> => {
  checkSizes(numbers)
  try {
    // This comes before Node makes a key of both halves: since version 24 it refuses some mismatched halves without a reason.
    if (numbers.type === 'ecdsa' && !derivePoint(numbers).equals(numbers.point)) throw damaged('other-public-half')
    const key = keyObjectOf(numbers)
    if (numbers.type === 'ed25519' && !pointOfKey(key).equals(numbers.point)) throw damaged('other-public-half')
    const digest = numbers.type === 'ed25519' ? undefined : 'sha256'
    const message = randomBytes(32)
    const signature = await signInThreadPool(digest, message, key)
    if (!verify(digest, message, createPublicKey(key), signature)) throw damaged('halves-differ')
    return key
  } catch (error) {
    throw error instanceof UnreadableKeyError ? error : damaged('numbers-make-no-key')
  }
}
