import { damaged, UnreadableKeyError } from './key-fault.ts'

/** The part of DER (X.690) that must be checked before node:crypto reads a file. */
interface DerElement {
  readonly tag: number
  readonly content: Buffer
  readonly rest: Buffer
}

const integerTag = 0x02
const oidTag = 0x06
const sequenceTag = 0x30
const maxDepth = 8

const readElement = (bytes: Buffer): DerElement => {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) throw damaged('ends-early')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 3 || bytes.length < 2 + lengthBytes) throw damaged('ends-early')
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  const start = 2 + lengthBytes
  if (bytes.length - start < length) throw damaged('ends-early')
  return { tag, content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

const readSequence = (bytes: Buffer): DerElement => {
  const element = readElement(bytes)
  if (element.tag !== sequenceTag) throw damaged('not-built-as-key')
  return element
}

/** Returns every object identifier (in hex) and number within `bytes`, in order. */
const collect = (bytes: Buffer, depth = 0): { oids: string[]; numbers: number[] } => {
  if (depth > maxDepth) throw damaged('nested-too-deep')
  const found = { oids: [] as string[], numbers: [] as number[] }
  for (let left = bytes; left.length > 0;) {
    const { tag, content, rest } = readElement(left)
    if (tag === oidTag) found.oids.push(content.toString('hex'))
    if (tag === integerTag)
      found.numbers.push(content.length === 0 || content.length > 6 ? Infinity : content.readIntBE(0, content.length))
    if (tag === sequenceTag) {
      const inner = collect(content, depth + 1)
      found.oids.push(...inner.oids)
      found.numbers.push(...inner.numbers)
    }
    left = rest
  }
  return found
}

const keyOids: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'rsa',
  '2a8648ce3d0201': 'ec',
  '2b6570': 'ed25519',
}

/** P-256, P-384 and P-521. */
const curveOids = ['2a8648ce3d030107', '2b81040022', '2b81040023']

/**
 * Throws UnreadableKeyError where the parameters of an EC key name a curve that SSH does not use. The BoringSSL of Electron reads no key of
 * such a curve, so that it would look damaged. Parameters that describe a curve in place of its name are left to node:crypto.
 */
const checkCurve = (parameters: Buffer): void => {
  const { tag, content } = readElement(parameters)
  if (tag === oidTag && !curveOids.includes(content.toString('hex'))) throw new UnreadableKeyError({ reason: 'curve-not-used' })
}

/**
 * Throws UnreadableKeyError unless a PKCS8 PrivateKeyInfo (RFC 5208) holds a kind of key that Postern uses.
 * SECURITY: OpenSSL computes the public half of a DSA key while it reads the key, without a limit on its size, and might never return.
 */
export const checkPkcs8Kind = (der: Buffer): void => {
  const version = readElement(readSequence(der).content)
  const { tag, content, rest } = readElement(readSequence(version.rest).content)
  const oid = content.toString('hex')
  if (tag !== oidTag || !Object.hasOwn(keyOids, oid)) throw new UnreadableKeyError({ reason: 'kind-not-used' })
  if (keyOids[oid] === 'ec') checkCurve(rest)
}

/** The parameters of an ECPrivateKey (RFC 5915), which may be absent. */
const parametersTag = 0xa0

/** Throws UnreadableKeyError where an ECPrivateKey (RFC 5915) names a curve that SSH does not use. */
export const checkSec1Curve = (der: Buffer): void => {
  for (let left = readSequence(der).content; left.length > 0;) {
    const { tag, content, rest } = readElement(left)
    if (tag === parametersTag) checkCurve(content)
    left = rest
  }
}

const scryptOid = '2b06010401da47040b'
const maxIterations = 5_000_000
const maxScryptWork = 2 ** 21

/**
 * Throws UnreadableKeyError where an EncryptedPrivateKeyInfo (RFC 5208, RFC 8018) is cut, or needs more work than a person waits for.
 * SECURITY: the file itself names the number of PBKDF2's iterations, and a thread within OpenSSL cannot be stopped.
 */
export const checkPkcs8Cost = (der: Buffer): void => {
  const outer = readSequence(der)
  if (outer.rest.length > 0) throw damaged('more-behind-key')
  const algorithm = readSequence(outer.content)
  readElement(algorithm.rest)
  const { oids, numbers } = collect(algorithm.content)
  const work = oids.includes(scryptOid)
    ? numbers.slice(0, 3).reduce((product, number) => product * number, 1)
    : Math.max(0, ...numbers)
  if (numbers.some((number) => number < 0)) throw damaged('number-negative')
  if (work > (oids.includes(scryptOid) ? maxScryptWork : maxIterations)) throw new UnreadableKeyError({ reason: 'kdf-too-costly' })
}
