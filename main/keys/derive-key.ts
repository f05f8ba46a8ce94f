import { createRequire } from 'node:module'
import { damaged, UnreadableKeyError } from './key-fault.ts'
import { runInWorker } from './run-in-worker.ts'

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

const bcryptWorker = `
const { parentPort, workerData: job } = require('node:worker_threads')
const { pbkdf } = require(job.packagePath)
const key = new Uint8Array(job.length)
if (pbkdf(job.passphrase, job.passphrase.length, job.salt, job.salt.length, key, key.length, job.rounds) !== 0) throw new Error('bcrypt')
parentPort.postMessage(key)`

const argonWorker = `
const { parentPort, workerData: job } = require('node:worker_threads')
const hashes = require(job.packagePath)
hashes[job.flavour](job.options).then((key) => parentPort.postMessage(key))`

const derive = async (source: string, job: unknown): Promise<Buffer> => {
  const key = await runInWorker(source, job, timeoutMs)
  if (!(key instanceof Uint8Array)) throw new Error('the deriving thread returned no key')
  return Buffer.from(key)
}

/**
 * OpenBSD's bcrypt_pbkdf, the key derivation of OpenSSH's private key format.
 * SECURITY: `rounds` comes from the file, and 2^32 - 1 rounds would run for a year, so more than a person waits for are refused.
 */
export const bcryptPbkdf = async (options: {
  readonly passphrase: Uint8Array
  readonly salt: Uint8Array
  readonly rounds: number
  /** Bytes wanted. */
  readonly length: number
}): Promise<Buffer> => {
  const { passphrase, salt, rounds } = options
  if (rounds < 1 || rounds > maxBcryptRounds)
    throw new UnreadableKeyError({ reason: 'bcrypt-rounds', rounds, most: maxBcryptRounds })
  if (salt.length === 0 || salt.length > 1024) throw damaged('salt-length')
  // The callers have refused an empty passphrase already.
  if (passphrase.length === 0) throw new Error('bcrypt_pbkdf accepts no empty passphrase')
  return derive(bcryptWorker, { ...options, packagePath: packages.resolve('bcrypt-pbkdf') })
}

export const argonFlavours = ['argon2id', 'argon2i', 'argon2d'] as const
export type ArgonFlavour = (typeof argonFlavours)[number]

/**
 * RFC 9106, the key derivation of PuTTY's key files since version 3.
 * SECURITY: the costs come from the file, and a crafted one could use up memory or time, so both have a limit.
 */
export const argon2 = async (options: {
  readonly flavour: ArgonFlavour
  readonly passphrase: Uint8Array
  readonly salt: Uint8Array
  readonly kibibytes: number
  readonly passes: number
  readonly parallelism: number
  /** Bytes wanted. */
  readonly length: number
}): Promise<Buffer> => {
  const { flavour, passphrase, salt, kibibytes, passes, parallelism, length } = options
  if (parallelism < 1 || parallelism > maxArgonParallelism || passes < 1 || kibibytes < 8 * parallelism)
    throw damaged('kdf-settings')
  if (kibibytes > maxArgonKibibytes || kibibytes * passes > maxArgonWork)
    throw new UnreadableKeyError({ reason: 'argon2-cost', passes, kibibytes })
  if (salt.length < 8 || salt.length > 1024) throw damaged('salt-length')
  return derive(argonWorker, {
    flavour,
    packagePath: packages.resolve('hash-wasm'),
    options: {
      password: passphrase,
      salt,
      memorySize: kibibytes,
      iterations: passes,
      parallelism,
      hashLength: length,
      outputType: 'binary',
    },
  })
}
