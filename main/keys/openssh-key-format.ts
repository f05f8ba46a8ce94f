import { createCipheriv, randomBytes } from 'node:crypto'
import { assertNever } from '../../contract/assert-never.ts'
import { bcryptPbkdf } from './derive-key.ts'
import type { CheckedKey, KeyFile, OpenedKey } from './key-file.ts'
import { damaged, UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'
import { checkPair, curves, scalarOf, type KeyNumbers } from './key-numbers.ts'
import { decryptOpenSsh, openSshCipher } from './openssh-ciphers.ts'
import { decodePem, encodePem } from './pem.ts'
import { algorithmOf, describePublicKey, publicBlobOf, unsupportedAlgorithm } from './public-key.ts'
import { mpint, sshString, uint32, wireReader, type WireReader } from './ssh-wire.ts'

/** OpenSSH's private key format, as PROTOCOL.key of OpenSSH describes it (with the amendments that sshkey.c makes). */
export const openSshLabel = 'OPENSSH PRIVATE KEY'
const magic = Buffer.from('openssh-key-v1\0', 'latin1')
/** OpenSSH's own default since 9.4; 16 before. */
const defaultBcryptRounds = 24

const privateFields = (numbers: KeyNumbers): Buffer => {
  switch (numbers.type) {
    case 'ed25519':
      return Buffer.concat([sshString(numbers.point), sshString(Buffer.concat([numbers.seed, numbers.point]))])
    case 'rsa':
      return Buffer.concat([numbers.n, numbers.e, numbers.d, numbers.iqmp, numbers.p, numbers.q].map(mpint))
    case 'ecdsa':
      return Buffer.concat([sshString(numbers.curve), sshString(numbers.point), mpint(numbers.scalar)])
    default:
      return assertNever(numbers)
  }
}

/** Copies what it returns. */
const readPrivateFields = (reader: WireReader): KeyNumbers => {
  const algorithm = reader.text()
  if (algorithm === 'ssh-ed25519') {
    const point = reader.string()
    const both = reader.string()
    if (both.length !== 64 || !both.subarray(32).equals(point)) throw damaged('other-public-half')
    return { type: 'ed25519', seed: Buffer.from(both.subarray(0, 32)), point: Buffer.from(point) }
  }
  if (algorithm === 'ssh-rsa') {
    const [n, e, d, iqmp, p, q] = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()]
    return { type: 'rsa', n, e, d, iqmp, p, q }
  }
  const curve = curves.find((name) => algorithm === `ecdsa-sha2-${name}`)
  if (curve === undefined) throw unsupportedAlgorithm(algorithm)
  if (reader.text() !== curve) throw damaged('other-curve')
  const point = Buffer.from(reader.string())
  return { type: 'ecdsa', curve, point, scalar: scalarOf(reader.mpint(), curve) }
}

const padding = (length: number, block: number): Buffer =>
  Buffer.from(Array.from({ length: (block - (length % block)) % block }, (_, index) => index + 1))

/** The part that is encrypted, a whole number of blocks long. */
export const privateSection = (key: OpenedKey, block: number): Buffer => {
  const check = randomBytes(4)
  const algorithm = sshString(algorithmOf(key.numbers))
  const body = Buffer.concat([check, check, algorithm, privateFields(key.numbers), sshString(key.comment)])
  return Buffer.concat([body, padding(body.length, block)])
}

/** The text of a key file around that part. */
export const frame = (options: {
  readonly cipher: string
  readonly kdf: string
  readonly kdfOptions: Buffer
  readonly publicBlob: Buffer
  readonly section: Buffer
}): string =>
  encodePem(
    openSshLabel,
    Buffer.concat([
      magic,
      sshString(options.cipher),
      sshString(options.kdf),
      sshString(options.kdfOptions),
      uint32(1),
      sshString(options.publicBlob),
      sshString(options.section),
    ]),
  )

/** Encrypts a key for the disk by aes256-ctr, under a key that bcrypt derives from the passphrase off the event loop. */
export const encodeEncryptedKey = async (key: OpenedKey, passphrase: string, rounds = defaultBcryptRounds): Promise<Buffer> => {
  const salt = randomBytes(16)
  const derived = await bcryptPbkdf({ passphrase, salt, rounds, length: 48 })
  const cipher = createCipheriv('aes-256-ctr', derived.subarray(0, 32), derived.subarray(32))
  const section = Buffer.concat([cipher.update(privateSection(key, 16)), cipher.final()])
  const kdfOptions = Buffer.concat([sshString(salt), uint32(rounds)])
  return Buffer.from(frame({ cipher: 'aes256-ctr', kdf: 'bcrypt', kdfOptions, publicBlob: publicBlobOf(key.numbers), section }))
}

const readSection = async (section: Buffer, encrypted: boolean): Promise<CheckedKey> => {
  const reader = wireReader(section)
  // OpenSSH's own check is two equal numbers. They differ only after a wrong passphrase or a changed byte in the first block.
  if (reader.uint32() !== reader.uint32()) throw encrypted ? new WrongPassphraseError() : damaged('check-numbers')
  const numbers = readPrivateFields(reader)
  const comment = reader.text()
  if (reader.rest().some((byte, index) => byte !== ((index + 1) & 0xff))) throw damaged('padding')
  return { numbers, comment, keyObject: await checkPair(numbers) }
}

/** Throws UnreadableKeyError. */
export const parseOpenSshKey = (text: string): KeyFile => {
  const bytes = decodePem(openSshLabel, text)
  if (!bytes.subarray(0, magic.length).equals(magic)) throw damaged('not-begun-as-openssh')
  const reader = wireReader(bytes.subarray(magic.length))
  const [cipherName, kdf, kdfOptions, count] = [reader.text(), reader.text(), reader.string(), reader.uint32()]
  if (count !== 1) throw new UnreadableKeyError({ reason: 'several-keys', count })
  const publicBlob = reader.string()
  describePublicKey(publicBlob)
  const [data, tag] = [reader.string(), reader.rest()]
  const encrypted = cipherName !== 'none'
  if (encrypted !== (kdf !== 'none')) throw damaged('cipher-without-kdf')
  if (encrypted && kdf !== 'bcrypt') throw new UnreadableKeyError({ reason: 'kdf-not-known', kdf: kdf.slice(0, 40) })

  const decrypt = async (passphrase: string): Promise<Buffer> => {
    if (!encrypted) return data
    if (passphrase === '') throw new WrongPassphraseError()
    const cipher = openSshCipher(cipherName)
    const options = wireReader(kdfOptions)
    const derived = await bcryptPbkdf({
      passphrase,
      salt: options.string(),
      rounds: options.uint32(),
      length: cipher.keyLength + cipher.ivLength,
    })
    return decryptOpenSsh(cipher, derived, { data, tag })
  }
  return {
    encrypted,
    publicBlob,
    comment: '',
    open: async (passphrase) => {
      const section = await decrypt(passphrase)
      // SECURITY: the numbers are copied out of it.
      const key = await readSection(section, encrypted).finally(() => encrypted && section.fill(0))
      if (!publicBlobOf(key.numbers).equals(publicBlob)) throw damaged('other-public-half')
      return key
    },
  }
}
