import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { memoryStore, memoryVault } from '../testing/memory-store.ts'
import type { Vault } from '../vault/vault.ts'
import { createIdentityService } from './create-identity-service.ts'
import { openSshLabel } from '../keys/openssh-key-format.ts'
import { encodeDecryptedKey } from '../testing/encode-decrypted-key.ts'
import { generateNumbers } from '../keys/generate-numbers.ts'
import { numbersOf } from '../keys/key-numbers.ts'
import { publicBlobOf } from '../keys/public-key.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'
import { decodePem } from '../keys/pem.ts'
import { wireReader } from '../keys/ssh-wire.ts'

/** The entry of its passphrase in the keychain. */
const passphraseOf = ({ fingerprint }: { readonly fingerprint: string }): string => `passphrase:${fingerprint}`

const passphrase = { kept: 'asked', passphrase: 'correct horse' } as const
const nobody: PassphraseAsker = () => Promise.resolve(undefined)
const answers =
  (...given: string[]): PassphraseAsker =>
  () =>
    Promise.resolve(given.shift())

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postern-identities-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const setUp = (vault: Vault = memoryVault(), store = memoryStore()) => {
  const keys = path.join(folder, 'keys')
  return { keys, store, service: createIdentityService({ store, vault, folder: keys, bcryptRounds: 1 }) }
}

const failing = (failure: Failure): Vault => {
  const reject = () => Promise.reject(new FailureError(failure))
  return { get: reject, set: reject, remove: reject }
}

const plainKeyFile = async (name = 'plain'): Promise<string> => {
  const file = path.join(folder, name)
  await writeFile(file, encodeDecryptedKey({ numbers: await generateNumbers('ed25519'), comment: 'old\nkey' }), { mode: 0o600 })
  return file
}

/** The layout of PROTOCOL.key: magic, cipher, kdf, then the options of the kdf, which are salt and rounds. */
const bcryptRoundsOf = (file: string): number => {
  const reader = wireReader(decodePem(openSshLabel, file).subarray(15))
  expect([reader.text(), reader.text()]).toEqual(['aes256-ctr', 'bcrypt'])
  const options = wireReader(reader.string())
  options.string()
  return options.uint32()
}

describe('a new identity', () => {
  test('is an encrypted file for its owner alone, and opens as that key', async () => {
    const { service, keys } = setUp()
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    expect(identity).toMatchObject({ name: 'laptop', type: 'ed25519', bits: 256, passphrase: 'asked' })
    expect((await stat(identity.file)).mode & 0o777).toBe(0o600)
    expect((await stat(keys)).mode & 0o777).toBe(0o700)
    expect(await readdir(keys)).toEqual([path.basename(identity.file)])
    expect(await service.inspect({ kind: 'kept', name: 'laptop' })).toMatchObject({
      encrypted: true,
      fingerprint: identity.fingerprint,
      publicKeyLine: identity.publicKeyLine,
    })

    const unlocked = await service.unlock({ kind: 'kept', name: 'Laptop' }, answers('correct horse'))
    expect(unlocked).toMatchObject({ fingerprint: identity.fingerprint, typedPassphrase: 'correct horse' })
    const { publicBlob, key } = unlocked.privateKey
    expect(Buffer.from(publicBlob).toString('base64')).toBe(identity.publicKeyLine.split(' ')[1])
    expect(publicBlobOf(numbersOf(key))).toEqual(publicBlob)
  })

  // The search for primes of 2,048 bits has no fixed length, and is slow on a busy machine.
  test('is RSA of 4,096 bits on request', async () => {
    const { service } = setUp()
    const identity = await service.create({ name: 'old-server', type: 'rsa', passphrase })
    expect(identity).toMatchObject({ type: 'rsa', bits: 4096 })
    const { privateKey } = await service.unlock({ kind: 'kept', name: 'old-server' }, answers('correct horse'))
    expect(publicBlobOf(numbersOf(privateKey.key))).toEqual(privateKey.publicBlob)
  }, 90_000)

  test('whose passphrase the keychain keeps is opened without a question', async () => {
    const vault = memoryVault()
    const { service } = setUp(vault)
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
    expect(Buffer.from(vault.entries.get(passphraseOf(identity)) ?? '', 'base64')).toHaveLength(32)
    const unlocked = await service.unlock({ kind: 'kept', name: 'laptop' }, nobody)
    expect(unlocked.fingerprint).toBe(identity.fingerprint)
    expect(unlocked).not.toHaveProperty('typedPassphrase')
  })

  test.each([{ code: 'keychain-absent', said: 'no D-Bus' }, { code: 'keychain-locked' }] as const)(
    'is not made where the keychain should keep its passphrase and rejects with $code',
    async (failure) => {
      const { service, keys, store } = setUp(failing(failure))
      const creating = service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
      await expect(creating).rejects.toMatchObject({ failure })
      await expect(readdir(keys)).rejects.toMatchObject({ code: 'ENOENT' })
      expect((await store.read()).identities).toEqual([])
    },
  )

  test('leaves no file where the keychain refuses at the last moment', async () => {
    const { service, keys } = setUp({ ...failing({ code: 'keychain-locked' }), get: () => Promise.resolve(undefined) })
    const creating = service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
    await expect(creating).rejects.toMatchObject({ failure: { code: 'keychain-locked' } })
    expect(await readdir(keys)).toEqual([])
  })

  test('leaves no file and no passphrase where the store refuses', async () => {
    const failure = { code: 'store-held', file: 'settings.json', program: { name: 'another' } } as const
    const vault = memoryVault()
    const store = { ...memoryStore(), update: () => Promise.reject(new FailureError(failure)) }
    const { service, keys } = setUp(vault, store)
    const creating = service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
    await expect(creating).rejects.toMatchObject({ failure })
    expect(await readdir(keys)).toEqual([])
    expect(vault.entries.size).toBe(0)
  })

  test('is not made in a folder that cannot be written', async () => {
    const { service, keys } = setUp()
    await writeFile(keys, 'a file in the place of the folder')
    await expect(service.create({ name: 'laptop', type: 'ed25519', passphrase })).rejects.toMatchObject({
      failure: { code: 'file-not-writable' },
    })
  })

  test('needs a name that is free, in whatever case', async () => {
    const { service } = setUp()
    await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    await expect(service.create({ name: 'LapTop', type: 'ed25519', passphrase })).rejects.toMatchObject({
      failure: { code: 'identity-exists', identity: 'laptop' },
    })
  })

  test.each([
    ['an empty passphrase', 'laptop', { kept: 'asked', passphrase: '' }, 'passphrase'],
    ['a name that is a path', '../laptop', passphrase, 'name'],
  ] as const)('is refused with %s', async (_, name, choice, field) => {
    const { service } = setUp()
    await expect(service.create({ name, type: 'ed25519', passphrase: choice })).rejects.toMatchObject({
      failure: { code: 'input-invalid', field },
    })
  })

  test('stretches its passphrase with 24 rounds of bcrypt', async () => {
    const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder: path.join(folder, 'keys') })
    const { file } = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    expect(bcryptRoundsOf(await readFile(file, 'utf8'))).toBe(24)
    await service.unlock({ kind: 'kept', name: 'laptop' }, answers('correct horse'))
  })
})

describe('unlocking', () => {
  test('asks until a passphrase fits, and marks each question after a wrong one', async () => {
    const { service } = setUp()
    await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const wrongs: boolean[] = []
    const given = ['first', 'second', 'correct horse']
    const asked = await service.unlock({ kind: 'kept', name: 'laptop' }, ({ wrong }) => {
      wrongs.push(wrong)
      return Promise.resolve(given.shift())
    })
    expect(asked.typedPassphrase).toBe('correct horse')
    expect(wrongs).toEqual([false, true, true])
  })

  test('rejects a wrong passphrase and a missing answer with different failures', async () => {
    const { service } = setUp()
    await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const reference = { kind: 'kept', name: 'laptop' } as const
    await expect(service.unlock(reference, answers('wrong'))).rejects.toMatchObject({
      failure: { code: 'passphrase-wrong', identity: 'laptop' },
    })
    await expect(service.unlock(reference, nobody)).rejects.toMatchObject({ failure: { code: 'secret-needed' } })
    // A script with one answer must not be asked for ever.
    await expect(service.unlock(reference, () => Promise.resolve('wrong'))).rejects.toMatchObject({
      failure: { code: 'passphrase-wrong' },
    })
  })

  test('asks where the kept passphrase is missing, out of date, or cannot be reached', async () => {
    const vault = memoryVault()
    const { service, store, keys } = setUp(vault)
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const reference = { kind: 'kept', name: 'laptop' } as const
    vault.entries.set(passphraseOf(identity), 'an older one')
    expect((await service.unlock(reference, answers('correct horse'))).typedPassphrase).toBe('correct horse')
    vault.entries.set(passphraseOf(identity), 'correct horse')
    expect(await service.unlock(reference, nobody)).not.toHaveProperty('typedPassphrase')
    const without = createIdentityService({ store, vault: failing({ code: 'keychain-locked' }), folder: keys, bcryptRounds: 1 })
    expect((await without.unlock(reference, answers('correct horse'))).typedPassphrase).toBe('correct horse')
  })

  test('rejects where the keychain has lost the only passphrase', async () => {
    const vault = memoryVault()
    const { service } = setUp(vault)
    await service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
    vault.entries.clear()
    await expect(service.unlock({ kind: 'kept', name: 'laptop' }, answers('any'))).rejects.toMatchObject({
      failure: { code: 'secret-needed' },
    })
  })

  test('rejects a damaged file, a missing one and another key with different failures', async () => {
    const { service } = setUp()
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const other = await service.create({ name: 'other', type: 'ed25519', passphrase })
    const reference = { kind: 'kept', name: 'laptop' } as const
    const whole = await readFile(identity.file, 'utf8')
    await writeFile(identity.file, whole.slice(0, 200))
    await expect(service.unlock(reference, answers('correct horse'))).rejects.toMatchObject({
      failure: { code: 'key-unreadable', file: identity.file },
    })
    await writeFile(identity.file, await readFile(other.file))
    await expect(service.unlock(reference, answers('correct horse'))).rejects.toMatchObject({
      failure: { code: 'key-unreadable', reason: 'other-key' },
    })
    await rm(identity.file)
    await expect(service.unlock(reference, answers('correct horse'))).rejects.toMatchObject({
      failure: { code: 'key-not-found', file: identity.file },
    })
  })
})

describe('an imported key', () => {
  test('is encrypted again, and its comment cannot add a line to a server', async () => {
    const { service } = setUp()
    const file = await plainKeyFile()
    const identity = await service.import({ name: 'old', from: { kind: 'file', path: file }, current: nobody, passphrase })
    expect(identity.publicKeyLine.split('\n')).toHaveLength(1)
    expect(identity.publicKeyLine).toMatch(/ old key$/)
    expect(await service.inspect({ kind: 'file', path: file })).toMatchObject({ encrypted: false })
    expect(await service.inspect({ kind: 'kept', name: 'old' })).toMatchObject({ encrypted: true })
  })

  test('is refused where it is kept already under another name', async () => {
    const { service } = setUp()
    const file = await plainKeyFile()
    await service.import({ name: 'old', from: { kind: 'file', path: file }, current: nobody, passphrase })
    await expect(
      service.import({ name: 'again', from: { kind: 'file', path: file }, current: nobody, passphrase }),
    ).rejects.toMatchObject({
      failure: { code: 'identity-exists', identity: 'old' },
    })
  })

  test('is refused where another process imports the same key, and that one keeps its passphrase', async () => {
    const vault = memoryVault()
    const { service } = setUp(vault)
    const file = await plainKeyFile()
    const choice = { kept: 'keychain' } as const
    const both = await Promise.allSettled([
      service.import({ name: 'one', from: { kind: 'file', path: file }, current: nobody, passphrase: choice }),
      service.import({ name: 'two', from: { kind: 'file', path: file }, current: nobody, passphrase: choice }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [kept] = await service.list()
    const unlocked = await service.unlock({ kind: 'kept', name: kept!.name }, nobody)
    expect(unlocked.fingerprint).toBe(kept!.fingerprint)
  })

  test('does not let the passphrase of its other copy replace the random one', async () => {
    const { service } = setUp()
    const first = await service.create({ name: 'first', type: 'ed25519', passphrase })
    const copy = path.join(folder, 'copy')
    await writeFile(copy, await readFile(first.file), { mode: 0o600 })
    await service.remove('first')
    await service.import({
      name: 'kept',
      from: { kind: 'file', path: copy },
      current: answers('correct horse'),
      passphrase: { kept: 'keychain' },
    })
    expect(await service.unlock({ kind: 'file', path: copy }, answers('correct horse'))).not.toHaveProperty('typedPassphrase')
  })
})

describe('a key that was picked in the window', () => {
  test('is imported from its text, with its comment', async () => {
    const { service } = setUp()
    const text = await readFile(await plainKeyFile(), 'utf8')
    const identity = await service.import({ name: 'old', from: { kind: 'text', text }, current: nobody, passphrase })
    expect(identity.publicKeyLine).toMatch(/ old key$/)
    expect(await service.inspect({ kind: 'kept', name: 'old' })).toMatchObject({ encrypted: true })
  })

  test('is rejected with different failures for a missing passphrase and a wrong one', async () => {
    const { service } = setUp()
    const { file } = await service.create({ name: 'first', type: 'ed25519', passphrase })
    const from = { kind: 'text', text: await readFile(file, 'utf8') } as const
    await service.remove('first')
    const importing = (current: PassphraseAsker) => service.import({ name: 'old', from, current, passphrase })
    await expect(importing(nobody)).rejects.toMatchObject({
      failure: { code: 'secret-needed', reason: 'passphrase-of', identity: 'old' },
    })
    await expect(importing(answers('canary'))).rejects.toMatchObject({ failure: { code: 'passphrase-wrong', identity: 'old' } })
    expect((await importing(answers('correct horse'))).name).toBe('old')
  })

  test('is refused under its name, without its text, where it is no key', async () => {
    const { service } = setUp()
    const importing = service.import({ name: 'old', from: { kind: 'text', text: 'canary' }, current: nobody, passphrase })
    await expect(importing).rejects.toMatchObject({ failure: { code: 'key-unreadable', file: 'old' } })
    await expect(importing).rejects.not.toThrow('canary')
  })
})

describe('removing an identity', () => {
  test('removes its file and its passphrase', async () => {
    const vault = memoryVault()
    const { service, keys } = setUp(vault)
    await service.create({ name: 'laptop', type: 'ed25519', passphrase: { kept: 'keychain' } })
    await service.remove('laptop')
    expect(await readdir(keys)).toEqual([])
    expect(vault.entries.size).toBe(0)
    await expect(service.find('laptop')).rejects.toMatchObject({ failure: { code: 'identity-not-found', identity: 'laptop' } })
    await expect(service.remove('laptop')).rejects.toMatchObject({ failure: { code: 'identity-not-found' } })
  })

  test('is refused while an account logs in with it', async () => {
    const { service, store } = setUp()
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const account = AccountSchema.parse({
      id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
      name: 'work',
      host: 'mail.example.org',
      user: 'bob',
      identity: { kind: 'kept', name: 'laptop' },
    })
    await store.update((data) => ({ ...data, accounts: [account] }))
    await expect(service.remove('laptop')).rejects.toMatchObject({
      failure: { code: 'identity-in-use', identity: 'laptop', by: ['work'] },
    })
    expect((await stat(identity.file)).isFile()).toBe(true)
  })

  test('is refused by a locked keychain, and works without an absent one', async () => {
    const { service, store, keys } = setUp()
    await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const locked = createIdentityService({ store, vault: failing({ code: 'keychain-locked' }), folder: keys, bcryptRounds: 1 })
    await expect(locked.remove('laptop')).rejects.toMatchObject({ failure: { code: 'keychain-locked' } })
    expect(await service.list()).toHaveLength(1)
    const absent = createIdentityService({
      store,
      vault: failing({ code: 'keychain-absent', said: 'no D-Bus' }),
      folder: keys,
      bcryptRounds: 1,
    })
    await absent.remove('laptop')
    expect(await service.list()).toEqual([])
  })
})

describe('removing an identity that is in use', () => {
  test('removes it from the accounts that use it in the same step, and from no other', async () => {
    const { service, store } = setUp()
    const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase })
    const account = (name: string, key: Account['identity']) => ({
      ...AccountSchema.parse({ id: randomUUID(), name, host: 'mail.example.org', user: 'bob' }),
      ...(key && { identity: key }),
    })
    const others = [account('file', { kind: 'file', path: '/laptop' }), account('none', undefined)]
    const before = account('work', undefined)
    const user = { ...before, identity: { kind: 'kept', name: 'laptop' } as const }
    await store.update((data) => ({ ...data, accounts: [user, ...others] }))
    await service.remove('laptop', { evenInUse: true })
    expect(await store.read()).toMatchObject({ identities: [] })
    expect((await store.read()).accounts).toEqual([before, ...others])
    await expect(stat(identity.file)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a key file', () => {
  test('is refused where it is a folder, a device, too large or no key', async () => {
    const { service } = setUp()
    await mkdir(path.join(folder, 'directory'))
    await writeFile(path.join(folder, 'huge'), Buffer.alloc(70_000, 'A'), { mode: 0o600 })
    await writeFile(path.join(folder, 'note'), 'not a key', { mode: 0o600 })
    for (const [name, reason] of [
      ['directory', 'not-a-file'],
      ['huge', 'too-large-for-key'],
      ['note', 'not-a-private-key'],
      ['/dev/zero', 'not-a-file'],
    ] as const)
      await expect(service.inspect({ kind: 'file', path: path.resolve(folder, name) })).rejects.toMatchObject({
        failure: { code: 'key-unreadable', reason },
      })
  })
})
