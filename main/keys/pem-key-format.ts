import { createPrivateKey } from 'node:crypto'
import { checkPkcs8Cost, checkPkcs8Kind, checkSec1Curve } from './der.ts'
import type { CheckedKey, KeyFile } from './key-file.ts'
import { damaged, UnreadableKeyError, WrongPassphraseError } from './key-fault.ts'
import { checkPair, numbersOf } from './key-numbers.ts'
import { decodeBase64, decodePem } from './pem.ts'
import { publicBlobOf } from './public-key.ts'
import { movableBytes, runInWorker } from './run-in-worker.ts'

/** The labels of PKCS1, SEC1 and PKCS8 keys in PEM, as `ssh-keygen -m PEM`, `-m PKCS8` and openssl write them. */
export const pemLabels = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'] as const
export type PemLabel = (typeof pemLabels)[number]

type CryptoKeyInput = Parameters<typeof createPrivateKey>[0]

const readKey = async (input: CryptoKeyInput): Promise<CheckedKey> => {
  const numbers = numbersOf(createPrivateKey(input))
  return { numbers, comment: '', keyObject: await checkPair(numbers) }
}

const plainKey = (input: CryptoKeyInput): KeyFile => {
  try {
    return {
      encrypted: false,
      publicBlob: publicBlobOf(numbersOf(createPrivateKey(input))),
      comment: '',
      open: () => readKey(input),
    }
  } catch (error) {
    throw error instanceof UnreadableKeyError ? error : damaged('numbers-make-no-key')
  }
}

/** A key file that shows nothing without its passphrase. Where the decrypted bytes are no key, the passphrase is wrong. */
const encryptedKey = (read: (passphrase: string) => Promise<CheckedKey>): KeyFile => ({
  encrypted: true,
  publicBlob: undefined,
  comment: '',
  open: async (passphrase) => {
    if (passphrase === '') throw new WrongPassphraseError()
    try {
      return await read(passphrase)
    } catch (error) {
      throw error instanceof UnreadableKeyError ? error : new WrongPassphraseError()
    }
  },
})

const legacyCiphers = /^DEK-Info: (?:AES-(?:128|192|256)-CBC|DES-EDE3-CBC),[0-9A-Fa-f]{16,32}\s*$/m

/** PKCS1 or SEC1 with RFC 1421 headers. Its key derivation is one round of MD5, the weakest still in use. */
const legacyEncrypted = (block: string): KeyFile => {
  const [, , body] = /^([\s\S]*?DEK-Info:[^\n]*\n)([\s\S]*?)-----END/.exec(block) ?? []
  if (!legacyCiphers.test(block)) throw new UnreadableKeyError({ reason: 'pem-cipher' })
  const bytes = decodeBase64(body ?? '')
  if (bytes.length === 0 || bytes.length % 8 !== 0) throw damaged('encrypted-part-cut')
  return encryptedKey((passphrase) => readKey({ key: block, format: 'pem', passphrase }))
}

const pkcs8Worker = `
const { parentPort, workerData: job } = require('node:worker_threads')
const { createPrivateKey } = require('node:crypto')
const key = createPrivateKey({ key: Buffer.from(job.der), format: 'der', type: 'pkcs8', passphrase: Buffer.from(job.passphrase.buffer) })
job.passphrase.fill(0)
parentPort.postMessage(key.export({ format: 'der', type: 'pkcs8' }))`
const pkcs8TimeoutMs = 60_000

const encryptedPkcs8 = (der: Buffer): KeyFile => {
  checkPkcs8Cost(der)
  return encryptedKey(async (passphrase) => {
    const bytes = movableBytes(passphrase)
    const plain = await runInWorker(pkcs8Worker, { der, passphrase: bytes }, { timeoutMs: pkcs8TimeoutMs, moved: [bytes.buffer] })
    if (!(plain instanceof Uint8Array)) throw new WrongPassphraseError()
    return readKey({ key: Buffer.from(plain), format: 'der', type: 'pkcs8' })
  })
}

/** Throws UnreadableKeyError. */
export const parsePemKey = (label: PemLabel, text: string): KeyFile => {
  if (label === 'PRIVATE KEY') {
    const der = decodePem(label, text)
    checkPkcs8Kind(der)
    return plainKey({ key: der, format: 'der', type: 'pkcs8' })
  }
  if (label === 'ENCRYPTED PRIVATE KEY') return encryptedPkcs8(decodePem(label, text))
  const end = `-----END ${label}-----`
  // The block begins at the label, because openssl writes the curve's name in a block of its own before it.
  const block = text.slice(text.indexOf(`-----BEGIN ${label}-----`), text.indexOf(end) + end.length).replaceAll('\r\n', '\n')
  if (block.includes('Proc-Type: 4,ENCRYPTED')) return legacyEncrypted(block)
  const der = decodePem(label, text)
  if (label === 'RSA PRIVATE KEY') return plainKey({ key: der, format: 'der', type: 'pkcs1' })
  checkSec1Curve(der)
  return plainKey({ key: der, format: 'der', type: 'sec1' })
}
