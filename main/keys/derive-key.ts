import { createRequire } from 'node:module'
import { damaged, UnreadableKeyError } from './key-fault.ts'
import { movableBytes, runInWorker } from './run-in-worker.ts'

// Resolves a package from the source tree and from the built bundle alike, because dependencies are never bundled. Its name is not `require`,
// which the build defines in each bundle.
const packages = createRequire(import.meta.url)

// About seven seconds of bcrypt on a slow laptop's core. OpenSSH writes 16 or 24 rounds by default.
const maxBcryptRounds = 1024
// PuTTY writes 8 MiB and some 20 passes.
const maxArgonKibibytes = 262_144
const maxArgonWork = 4 * 1024 * 1024
const maxArgonParallelism = 16
const timeoutMs = 60_000

// SECURITY: the passphrase is moved to the thread, not copied, and wiped there.
const bcryptWorker = `
const { parentPort, workerData: job } = require('node:worker_threads')
const { pbkdf } = require(job.packagePath)
const key = new Uint8Array(job.length)
if (pbkdf(job.passphrase, job.passphrase.length, job.salt, job.salt.length, key, key.length, job.rounds) !== 0) throw new Error('bcrypt')
job.passphrase.fill(0)
parentPort.postMessage(key, [key.buffer])`

const argonWorker = `
const { parentPort, workerData: job } = require('node:worker_threads')
const hashes = require(job.packagePath)
hashes[job.flavour](job.options).then((key) => {
  job.options.password.fill(0)
  parentPort.postMessage(key)
})`

const derive = async (source: string, job: unknown, passphrase: Uint8Array<ArrayBuffer>): Promise<Buffer> => {
  const key = await runInWorker(source, job, { timeoutMs, moved: [passphrase.buffer] })
  if (!(key instanceof Uint8Array)) throw new Error('the deriving thread returned no key')
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength)
}

/**
 * OpenBSD's bcrypt_pbkdf, the key derivation of OpenSSH's private key format.
 * SECURITY: `rounds` comes from the file, and 2^32 - 1 rounds would run for a year, so more than a person waits for are refused.
 */
export const bcryptPbkdf = async (options: {
  readonly passphrase: string
  readonly salt: Uint8Array
  readonly rounds: number
  /** Bytes wanted. */
  readonly length: number
}): Promise<Buffer> => {
  const { salt, rounds } = options
  if (rounds < 1 || rounds > maxBcryptRounds)
    throw new UnreadableKeyError({ reason: 'bcrypt-rounds', rounds, most: maxBcryptRounds })
  if (salt.length === 0 || salt.length > 1024) throw damaged('salt-length')
  // The callers have refused an empty passphrase already.
  if (options.passphrase === '') throw new Error('bcrypt_pbkdf accepts no empty passphrase')
  const passphrase = movableBytes(options.passphrase)
  return derive(bcryptWorker, { ...options, passphrase, packagePath: packages.resolve('bcrypt-pbkdf') }, passphrase)
}

export const argonFlavours = ['argon2id', 'argon2i', 'argon2d'] as const
export type ArgonFlavour = (typeof argonFlavours)[number]

/**
 * RFC 9106, the key derivation of PuTTY's key files since version 3.
 * SECURITY: the costs come from the file, and a crafted one could use up memory or time, so both have a limit.
 */
export const argon2 = async (options: {
  readonly flavour: ArgonFlavour
  readonly passphrase: string
  readonly salt: Uint8Array
  readonly kibibytes: number
  readonly passes: number
  readonly parallelism: number
  /** Bytes wanted. */
  readonly length: number
}): Promise<Buffer> => {
  const { flavour, salt, kibibytes, passes, parallelism, length } = options
  if (parallelism < 1 || parallelism > maxArgonParallelism || passes < 1 || kibibytes < 8 * parallelism)
    throw damaged('kdf-settings')
  if (kibibytes > maxArgonKibibytes || kibibytes * passes > maxArgonWork)
    throw new UnreadableKeyError({ reason: 'argon2-cost', passes, kibibytes })
  if (salt.length < 8 || salt.length > 1024) throw damaged('salt-length')
  const password = movableBytes(options.passphrase)
  const costs = { memorySize: kibibytes, iterations: passes, parallelism }
  return derive(
    argonWorker,
    {
      flavour,
      packagePath: packages.resolve('hash-wasm'),
      options: { password, salt, ...costs, hashLength: length, outputType: 'binary' },
    },
    password,
  )
}
