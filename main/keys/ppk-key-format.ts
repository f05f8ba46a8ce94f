import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { argon2, argonFlavours } from './derive-key.ts'
import type { KeyFile } from './key-file.ts'
import { damaged, UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'
import { checkPair, curves, scalarOf, type KeyNumbers } from './key-numbers.ts'
import { decodeBase64 } from './pem.ts'
import { describePublicKey, publicBlobOf } from './public-key.ts'
import { sshString, wireReader } from './ssh-wire.ts'

/** PuTTY's private key files, versions 2 and 3 (PuTTY's manual, appendix C). */
export const ppkStart = 'PuTTY-User-Key-File-'

interface PpkFile {
  readonly version: 2 | 3
  readonly algorithm: string
  readonly encryption: 'none' | 'aes256-cbc'
  /** Latin-1, one character for each byte of the file, because the MAC covers the bytes. */
  readonly comment: string
  readonly publicBlob: Buffer
  readonly privatePart: Buffer
  readonly mac: Buffer
  readonly headers: ReadonlyMap<string, string>
}

const hexOf = (text: string): Buffer => {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) throw damaged('bad-hex')
  return Buffer.from(text, 'hex')
}

const numberOf = (text: string | undefined): number => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0)

/** Returns the headers of the file. The value of a header that ends in `-Lines` is the number of the lines that follow and belong to it. */
const readHeaders = (text: string): Map<string, string> => {
  const headers = new Map<string, string>()
  const lines = text.split(/\r\n|\n|\r/)
  for (let index = 0; index < lines.length; index += 1) {
    const [, name, value] = /^([A-Za-z0-9-]+): ?(.*)$/.exec(lines[index] ?? '') ?? []
    if (name === undefined || value === undefined) continue
    if (!name.endsWith('-Lines')) {
      headers.set(name, value)
      continue
    }
    const count = numberOf(value)
    headers.set(name, lines.slice(index + 1, index + 1 + count).join(''))
    index += count
  }
  return headers
}

const readPpk = (text: string): PpkFile => {
  const headers = readHeaders(text)
  const version = headers.has(`${ppkStart}3`) ? 3 : 2
  const algorithm = headers.get(`${ppkStart}${version}`)
  if (algorithm === undefined) throw new UnreadableKeyError({ reason: 'putty-version' })
  const field = (name: string): string => {
    const value = headers.get(name)
    if (value === undefined) throw damaged('line-missing')
    return value
  }
  const encryption = field('Encryption')
  if (encryption !== 'none' && encryption !== 'aes256-cbc') throw new UnreadableKeyError({ reason: 'putty-cipher' })
  const publicBlob = decodeBase64(field('Public-Lines'))
  if (describePublicKey(publicBlob).algorithm !== algorithm) throw damaged('other-kind')
  return {
    version,
    algorithm,
    encryption,
    comment: field('Comment'),
    publicBlob,
    privatePart: decodeBase64(field('Private-Lines')),
    mac: hexOf(field('Private-MAC')),
    headers,
  }
}

interface PpkKeys {
  readonly cipherKey: Buffer
  readonly iv: Buffer
  readonly macKey: Buffer
}

const sha1 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest()

const deriveByHash = (passphrase: string): PpkKeys => {
  const bytes = Buffer.from(passphrase, 'utf8')
  const cipherKey = Buffer.concat([sha1(Buffer.from([0, 0, 0, 0]), bytes), sha1(Buffer.from([0, 0, 0, 1]), bytes)])
  const macKey = sha1(Buffer.from('putty-private-key-file-mac-key'), bytes)
  bytes.fill(0)
  return { cipherKey: cipherKey.subarray(0, 32), iv: Buffer.alloc(16), macKey }
}

const deriveKeys = async (file: PpkFile, passphrase: string): Promise<PpkKeys> => {
  if (file.version === 2) return deriveByHash(passphrase)
  if (file.encryption === 'none') return { cipherKey: Buffer.alloc(0), iv: Buffer.alloc(0), macKey: Buffer.alloc(0) }
  const flavour = argonFlavours.find((name) => name === file.headers.get('Key-Derivation')?.toLowerCase())
  if (flavour === undefined) throw new UnreadableKeyError({ reason: 'putty-kdf' })
  const derived = await argon2({
    flavour,
    passphrase,
    salt: hexOf(file.headers.get('Argon2-Salt') ?? ''),
    kibibytes: numberOf(file.headers.get('Argon2-Memory')),
    passes: numberOf(file.headers.get('Argon2-Passes')),
    parallelism: numberOf(file.headers.get('Argon2-Parallelism')),
    length: 80,
  })
  return { cipherKey: derived.subarray(0, 32), iv: derived.subarray(32, 48), macKey: derived.subarray(48) }
}

const decrypt = (file: PpkFile, keys: PpkKeys): Buffer => {
  if (file.encryption === 'none') return file.privatePart
  if (file.privatePart.length === 0 || file.privatePart.length % 16 !== 0) throw damaged('encrypted-part-cut')
  const decipher = createDecipheriv('aes-256-cbc', keys.cipherKey, keys.iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(file.privatePart), decipher.final()])
}

const macFits = (file: PpkFile, keys: PpkKeys, plain: Buffer): boolean => {
  const covered = [
    sshString(file.algorithm),
    sshString(file.encryption),
    sshString(Buffer.from(file.comment, 'latin1')),
    sshString(file.publicBlob),
    sshString(plain),
  ]
  const mac = createHmac(file.version === 2 ? 'sha1' : 'sha256', keys.macKey)
    .update(Buffer.concat(covered))
    .digest()
  return mac.length === file.mac.length && timingSafeEqual(mac, file.mac)
}

const readNumbers = (publicBlob: Buffer, plain: Buffer): KeyNumbers => {
  const open = wireReader(publicBlob)
  const secret = wireReader(plain)
  const algorithm = open.text()
  if (algorithm === 'ssh-rsa') {
    const [e, n] = [open.mpint(), open.mpint()]
    const [d, p, q, iqmp] = [secret.mpint(), secret.mpint(), secret.mpint(), secret.mpint()]
    return { type: 'rsa', n, e, d, p, q, iqmp }
  }
  if (algorithm === 'ssh-ed25519') {
    // PuTTY holds the seed as a little-endian number, so zeros at its end are left out (`put_mp_le_unsigned` in sshecc.c).
    const short = secret.string()
    if (short.length > 32) throw damaged('ed25519-length')
    return { type: 'ed25519', seed: Buffer.concat([short, Buffer.alloc(32 - short.length)]), point: open.string() }
  }
  const curveName = open.text()
  const curve = curves.find((name) => name === curveName)
  if (curve === undefined) throw damaged('curve-unknown')
  return { type: 'ecdsa', curve, point: open.string(), scalar: scalarOf(secret.mpint(), curve) }
}

/** `text` is Latin-1, one character for each byte. Throws UnreadableKeyError. */
export const parsePpkKey = (text: string): KeyFile => {
  const file = readPpk(text)
  const encrypted = file.encryption !== 'none'
  const comment = Buffer.from(file.comment, 'latin1').toString('utf8')
  return {
    encrypted,
    publicBlob: file.publicBlob,
    comment,
    open: async (passphrase) => {
      const keys = await deriveKeys(file, encrypted ? passphrase : '')
      const plain = decrypt(file, keys)
      // SECURITY: the MAC is checked before the private half is parsed.
      if (!macFits(file, keys, plain)) throw encrypted ? new WrongPassphraseError() : damaged('check-sum')
      const numbers = readNumbers(file.publicBlob, plain)
      const keyObject = await checkPair(numbers)
      if (!publicBlobOf(numbers).equals(file.publicBlob)) throw damaged('other-public-half')
      return { numbers, comment, keyObject }
    },
  }
}
