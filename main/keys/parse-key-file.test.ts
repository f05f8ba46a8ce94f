import { createHash, createHmac, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { propertyRuns } from '../testing/property-runs.ts'
import type { KeyFile } from './key-file.ts'
import { UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'
import { numbersOf, type KeyNumbers } from './key-numbers.ts'
import { encodeEncryptedKey, openSshLabel } from './openssh-key-format.ts'
import { parseKeyFile } from './parse-key-file.ts'
import { encodePem } from './pem.ts'
import { algorithmOf, publicBlobOf } from './public-key.ts'
import { sshString, uint32 } from './ssh-wire.ts'
import { encodeDecryptedKey } from '../testing/encode-decrypted-key.ts'

const ed25519 = () => numbersOf(generateKeyPairSync('ed25519').privateKey)
const parseText = (text: string): KeyFile => parseKeyFile(Buffer.from(text, 'latin1'))

/** Expects a parser to read a crafted file or to refuse it with a reason. */
const readOrRefuse = async (bytes: Uint8Array, passphrase: string): Promise<void> => {
  try {
    await parseKeyFile(bytes).open(passphrase)
  } catch (error) {
    if (!(error instanceof UnreadableKeyError || error instanceof WrongPassphraseError)) throw error
  }
}

/** A PPK v2 file without encryption, as PuTTY writes it. */
const ppk2 = (numbers: KeyNumbers, secret: Buffer, comment = 'a comment'): string => {
  const [algorithm, blob] = [algorithmOf(numbers), publicBlobOf(numbers)]
  const covered = [algorithm, 'none', comment].map(sshString)
  const macKey = createHash('sha1').update('putty-private-key-file-mac-key').digest()
  const mac = createHmac('sha1', macKey).update(Buffer.concat([...covered, sshString(blob), sshString(secret)]))
  return [
    `PuTTY-User-Key-File-2: ${algorithm}`,
    'Encryption: none',
    `Comment: ${comment}`,
    'Public-Lines: 1',
    blob.toString('base64'),
    'Private-Lines: 1',
    secret.toString('base64'),
    `Private-MAC: ${mac.digest('hex')}`,
    '',
  ].join('\r\n')
}

const ppk3 = (argon: Record<'Memory' | 'Passes' | 'Parallelism', number>): string => {
  const [first = '', ...rest] = ppk2(ed25519(), Buffer.alloc(16)).split('\r\n')
  const costs = Object.entries(argon).map(([name, value]) => `Argon2-${name}: ${value}`)
  const text = [first.replace('File-2', 'File-3'), ...rest, 'Key-Derivation: Argon2id', ...costs, `Argon2-Salt: ${'00'.repeat(16)}`]
  return text.join('\r\n').replace('Encryption: none', 'Encryption: aes256-cbc')
}

const encryptedOpenSsh = (options: { rounds?: number; cipher?: string; kdf?: string; blob?: Buffer; count?: number }): string =>
  encodePem(
    openSshLabel,
    Buffer.concat([
      Buffer.from('openssh-key-v1\0'),
      sshString(options.cipher ?? 'aes256-ctr'),
      sshString(options.kdf ?? 'bcrypt'),
      sshString(Buffer.concat([sshString(randomBytes(16)), uint32(options.rounds ?? 1)])),
      uint32(options.count ?? 1),
      sshString(options.blob ?? publicBlobOf(ed25519())),
      sshString(randomBytes(160)),
    ]),
  )

const pkcs8 = (key: KeyObject, passphrase?: string): string =>
  key.export({ type: 'pkcs8', format: 'pem', ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }) }) as string

// Keys for this test alone, written down because the BoringSSL of Electron, where this test runs too, makes no keys of these kinds.

/** Made by `openssl dsaparam -genkey 1024 | openssl pkcs8 -topk8 -nocrypt`. */
const dsaKeyInPkcs8 = `-----BEGIN PRIVATE KEY-----
MIIBWwIBADCCATQGByqGSM44BAEwggEnAoGBAN3qKECBgSlKh1UCvEsbZ/2lKmIm
t656Lom2at+Wpc4PKodwzXQz1S+UXUs3P4k3piCGR5NCMNOggkmncbNLPmsmoiL0
CtdLt7bDnEDqirhdIZRp9R8HGXxNIjNwvh/1jAxjolwtgy6Y529hZZervb/ue37O
06MTJJV/N7ia9Gh/Ah0AmZj6HZtOYMkn018zrf8GFZ60n0x1pOrzl+SGrQKBgQCA
EEZYRq5rZVE1cgcH9aJy+MlNONderr+m40liPVYX9p0G+tjOAoGo4toHcBgVDJAi
AdypChAoCVKXwBdn8Yb0aBvRiFLfzhbqmlriCvhH1Ao58Ro7PSFHHxWodk6YxxHG
8gyzltyLXAoq1W2MZRlmO+/bx52MejDJXM43jdTZFgQeAhwbixdMdIAS9AQWBA7H
/rRVyTcOpAWgNsNB4nNy
-----END PRIVATE KEY-----
`
/** Made by `openssl ecparam -name secp256k1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt`. */
const secp256k1KeyInPkcs8 = `-----BEGIN PRIVATE KEY-----
MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgyh0ofFVCE1Xnw97K0w9z
uaLT5ChzYRx67cISl7lv8kChRANCAAQSiXDMXkOCh99SfFstYOX3AHXFlFsVmW7R
sFZmj+mvuR+b9B+373+6ta4Fa9Kx9LDlltGdr5HMbFjlvJ8y3lnx
-----END PRIVATE KEY-----
`
/** The same key, by `openssl ec -in FILE`. */
const secp256k1KeyInPem = `-----BEGIN EC PRIVATE KEY-----
MHQCAQEEIModKHxVQhNV58PeytMPc7mi0+Qoc2Eceu3CEpe5b/JAoAcGBSuBBAAK
oUQDQgAEEolwzF5DgoffUnxbLWDl9wB1xZRbFZlu0bBWZo/pr7kfm/Qft+9/urWu
BWvSsfSw5ZbRna+RzGxY5byfMt5Z8Q==
-----END EC PRIVATE KEY-----
`

describe('a private key file', () => {
  test.each([
    ['PKCS8 ed25519', pkcs8(generateKeyPairSync('ed25519').privateKey)],
    ['PKCS8 with Windows line ends', pkcs8(generateKeyPairSync('ed25519').privateKey).replaceAll('\n', '\r\n')],
    ['encrypted PKCS8 ed25519', pkcs8(generateKeyPairSync('ed25519').privateKey, 'secret')],
  ])('is read: %s', async (_, text) => {
    expect((await parseText(text).open('secret')).numbers.type).toBe('ed25519')
  })

  test('of PuTTY leaves out the zeros at the end of an Ed25519 key', async () => {
    const numbers = numbersOf(generateKeyPairSync('ed25519').privateKey)
    if (numbers.type !== 'ed25519') throw new Error('another kind')
    // One key in 256 ends with a zero, so the test searches for one.
    let candidate = numbers
    while (candidate.seed[31] !== 0) {
      const next = ed25519()
      if (next.type === 'ed25519') candidate = next
    }
    const file = parseText(ppk2(candidate, sshString(candidate.seed.subarray(0, 31))))
    expect((await file.open('')).numbers).toEqual(candidate)
  })

  test.each([
    ['an unknown kind', encryptedOpenSsh({ blob: sshString('ssh-new') }), 'kind-not-known'],
    ['a security key', encryptedOpenSsh({ blob: sshString('sk-ssh-ed25519@openssh.com') }), 'security-key'],
    ['a DSA key of OpenSSH', encryptedOpenSsh({ blob: sshString('ssh-dss') }), 'dsa-key'],
    ['a DSA key in PEM', '-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n', 'dsa-key'],
    ['a DSA key in PKCS8', dsaKeyInPkcs8, 'kind-not-used'],
    ['an X25519 key', pkcs8(generateKeyPairSync('x25519').privateKey), 'kind-not-used'],
    ['a foreign curve', secp256k1KeyInPkcs8, 'curve-not-used'],
    ['a foreign curve in PEM', secp256k1KeyInPem, 'curve-not-used'],
    ['several keys', encryptedOpenSsh({ count: 2 }), 'several-keys'],
    ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA laptop', 'public-key'],
    ['a cut file', encryptedOpenSsh({}).slice(0, 100), 'damaged'],
    ['nothing', '', 'not-a-private-key'],
    ['a later PuTTY', ppk2(ed25519(), Buffer.alloc(0)).replace('File-2', 'File-4'), 'putty-version'],
  ])('is refused with a reason: %s', (_, text, reason) => {
    expect(() => parseText(text)).toThrow(UnreadableKeyError)
    expect(() => parseText(text)).toThrow(reason)
  })

  // Each of these files would keep the program busy for years, use up memory, or is invalid.
  test.each([
    ['2^32 - 1 bcrypt rounds', encryptedOpenSsh({ rounds: 2 ** 32 - 1 }), 'bcrypt-rounds'],
    ['no bcrypt rounds', encryptedOpenSsh({ rounds: 0 }), 'bcrypt-rounds'],
    ['an unknown cipher', encryptedOpenSsh({ cipher: 'rot13' }), 'cipher-not-known'],
    ['the name of a property for a cipher', encryptedOpenSsh({ cipher: 'constructor' }), 'cipher-not-known'],
    ['4 GiB of Argon2', ppk3({ Memory: 4 * 1024 * 1024, Passes: 1, Parallelism: 1 }), 'argon2-cost'],
    ['a million passes of Argon2', ppk3({ Memory: 8192, Passes: 1_000_000, Parallelism: 1 }), 'argon2-cost'],
    ['no passes of Argon2', ppk3({ Memory: 8192, Passes: 0, Parallelism: 1 }), 'kdf-settings'],
  ])('is refused before its passphrase is stretched: %s', async (_, text, reason) => {
    const opening = parseText(text).open('secret')
    await expect(opening).rejects.toBeInstanceOf(UnreadableKeyError)
    await expect(opening).rejects.toThrow(reason)
  })

  test('is refused where PBKDF2 would never end', () => {
    const der = Buffer.from(pkcs8(generateKeyPairSync('ed25519').privateKey, 'secret').replaceAll(/-----.*-----|\n/g, ''), 'base64')
    // INTEGER 2048, the iterations that OpenSSL writes.
    const at = der.indexOf(Buffer.from('02020800', 'hex'))
    expect(at).toBeGreaterThan(0)
    // The number grows to four bytes at the cost of two bytes of the salt before it. OpenSSL made the salt 8 bytes long, and makes it 16
    // since version 3.4.
    const length = [8, 16].find((bytes) => der.readUInt16BE(at - bytes - 2) === 0x0400 + bytes)!
    const salt = der.subarray(at - length, at)
    const grown = Buffer.concat([
      der.subarray(0, at - length - 2),
      Buffer.from([0x04, length - 2]),
      salt.subarray(0, length - 2),
      Buffer.from('02047fffffff', 'hex'),
      der.subarray(at + 4),
    ])
    expect(() => parseText(encodePem('ENCRYPTED PRIVATE KEY', grown))).toThrow('kdf-too-costly')
  })

  test('is refused where one half belongs to another key', async () => {
    const [one, other] = [ed25519(), ed25519()]
    if (one.type !== 'ed25519' || other.type !== 'ed25519') throw new Error('another kind')
    const mixed = encodeDecryptedKey({ numbers: { ...one, point: other.point }, comment: '' })
    await expect(parseKeyFile(mixed).open('')).rejects.toThrow('other-public-half')
    const rsa = numbersOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
    if (rsa.type !== 'rsa') throw new Error('another kind')
    for (const numbers of [
      { ...rsa, q: rsa.p },
      { ...rsa, d: rsa.q },
      { ...rsa, iqmp: rsa.p },
    ])
      await expect(parseKeyFile(encodeDecryptedKey({ numbers, comment: '' })).open('')).rejects.toThrow('damaged')
    const ec = numbersOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)
    if (ec.type !== 'ecdsa') throw new Error('another kind')
    const wrong = encodeDecryptedKey({ numbers: { ...ec, scalar: Buffer.alloc(32, 1) }, comment: '' })
    await expect(parseKeyFile(wrong).open('')).rejects.toThrow('other-public-half')
  })

  test('of PuTTY is refused where its comment has changed', async () => {
    const numbers = ed25519()
    if (numbers.type !== 'ed25519') throw new Error('another kind')
    const text = ppk2(numbers, sshString(numbers.seed))
    await expect(parseText(text).open('')).resolves.toMatchObject({ comment: 'a comment' })
    await expect(parseText(text.replace('a comment', 'b comment')).open('')).rejects.toThrow('check-sum')
  })

  test('with a wrong passphrase is not reported as damaged, nor a damaged one as a wrong passphrase', async () => {
    const encrypted = await encodeEncryptedKey({ numbers: ed25519(), comment: '' }, 'right', 1)
    await expect(parseKeyFile(encrypted).open('wrong')).rejects.toBeInstanceOf(WrongPassphraseError)
    await expect(parseKeyFile(encrypted).open('')).rejects.toBeInstanceOf(WrongPassphraseError)
    const end = encrypted.indexOf('\n-----END')
    const cut = Buffer.concat([encrypted.subarray(0, end - 8), encrypted.subarray(end)])
    expect(() => parseKeyFile(cut)).toThrow(UnreadableKeyError)
  })
})

describe('a malformed file', () => {
  const samples = async (): Promise<readonly Buffer[]> => {
    const numbers = ed25519()
    if (numbers.type !== 'ed25519') throw new Error('another kind')
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    return [
      encodeDecryptedKey({ numbers, comment: 'plain' }),
      encodeDecryptedKey({ numbers: numbersOf(rsa), comment: 'rsa' }),
      Buffer.from(ppk2(numbers, sshString(numbers.seed))),
      Buffer.from(pkcs8(rsa)),
      Buffer.from(rsa.export({ type: 'pkcs1', format: 'pem' })),
      Buffer.from(rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' })),
      await encodeEncryptedKey({ numbers, comment: 'encrypted' }, 'secret', 1),
    ]
  }

  test('is read or refused with a reason, whatever bytes were changed', async () => {
    const originals = await samples()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.option(fc.nat(4000)),
        async (original, changes, cut) => {
          const bytes = Buffer.from(original)
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          await readOrRefuse(bytes.subarray(0, cut === null ? bytes.length : cut % bytes.length), '')
        },
      ),
      { numRuns: propertyRuns(500) },
    )
  })

  test('is read or refused with a reason, whatever its frame contains', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
    const inner = fc.oneof(
      bytes,
      bytes.map((tail) => Buffer.concat([Buffer.from('openssh-key-v1\0'), tail])),
      fc
        .tuple(fc.constantFrom('ssh-rsa', 'ssh-ed25519', 'ecdsa-sha2-nistp256'), fc.array(bytes, { maxLength: 8 }))
        .map(([algorithm, fields]) => {
          const section = Buffer.concat([Buffer.alloc(8), sshString(algorithm), ...fields.map(sshString)])
          const blob = publicBlobOf(ed25519())
          const head = [sshString('none'), sshString('none'), sshString(''), uint32(1), sshString(blob)]
          return Buffer.concat([Buffer.from('openssh-key-v1\0'), ...head, sshString(section)])
        }),
    )
    const labels = [openSshLabel, 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'ENCRYPTED PRIVATE KEY']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...labels), inner, async (label, body) => {
        await readOrRefuse(Buffer.from(encodePem(label, body)), '')
      }),
      { numRuns: propertyRuns(500) },
    )
  })
})
