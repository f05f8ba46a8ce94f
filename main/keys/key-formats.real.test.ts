import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../testing/components.ts'
import { memoryStore, memoryVault } from '../testing/memory-store.ts'
import { mustRun } from '../testing/run-program.ts'
import { startSshd, type Sshd } from '../testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { createIdentityService } from '../identities/create-identity-service.ts'
import { encodeEncryptedKey } from './openssh-key-format.ts'
import { generateNumbers } from './generate-numbers.ts'
import { parseKeyFile } from './parse-key-file.ts'
import { publicBlobOf, publicKeyLine } from './public-key.ts'
import { connect } from '../ssh/connect.ts'
import type { PrivateKey } from '../ssh/connection.ts'
import { connectOptions } from '../testing/connect-options.ts'
import { encodeDecryptedKey } from '../testing/encode-decrypted-key.ts'

const passphrase = 'päss phrase'
const kept = { kept: 'asked', passphrase: 'another one' } as const

/** The arguments of ssh-keygen for each form of key file, without `-N`. */
const sshKeygenForms: readonly (readonly [name: string, args: readonly string[], forms?: readonly ('plain' | 'encrypted')[]])[] = [
  ['OpenSSH ed25519', ['-t', 'ed25519']],
  ['OpenSSH rsa', ['-t', 'rsa', '-b', '2048']],
  ['OpenSSH ecdsa 256', ['-t', 'ecdsa', '-b', '256']],
  ['OpenSSH ecdsa 384', ['-t', 'ecdsa', '-b', '384']],
  ['OpenSSH ecdsa 521', ['-t', 'ecdsa', '-b', '521']],
  ['PEM rsa', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['PEM ecdsa', ['-t', 'ecdsa', '-b', '384', '-m', 'PEM']],
  ['PKCS8 rsa', ['-t', 'rsa', '-b', '3072', '-m', 'PKCS8']],
  ['PKCS8 ecdsa', ['-t', 'ecdsa', '-b', '521', '-m', 'PKCS8']],
  ...[
    'aes128-ctr',
    'aes192-ctr',
    'aes128-cbc',
    'aes192-cbc',
    'aes256-cbc',
    '3des-cbc',
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
  ].map((cipher) => [`OpenSSH with ${cipher}`, ['-t', 'ed25519', '-Z', cipher], ['encrypted']] as const),
]

const puttygenForms = [2, 3].flatMap((version) =>
  (
    [
      ['ed25519', []],
      ['rsa', ['-b', '2048']],
      ['ecdsa', ['-b', '256']],
      ['ecdsa', ['-b', '384']],
      ['ecdsa', ['-b', '521']],
    ] as const
  ).map(
    ([type, size]) =>
      [`PPK v${version} ${type} ${size.join('')}`, ['-t', type, ...size, '--ppk-param', `version=${version}`]] as const,
  ),
)

interface KeyOnDisk {
  readonly name: string
  readonly file: string
  readonly encrypted: boolean
  readonly publicLine: string
}

let folder: TemporaryFolder
let sshd: Sshd
const keys: KeyOnDisk[] = []

const makeWithSshKeygen = async (name: string, args: readonly string[], encrypted: boolean): Promise<void> => {
  const file = path.join(folder.path, `key-${keys.length}`)
  await mustRun('ssh-keygen', ['-q', ...args, '-N', encrypted ? passphrase : '', '-C', name, '-f', file])
  keys.push({ name, file, encrypted, publicLine: (await readFile(`${file}.pub`, 'utf8')).trim() })
}

const makeWithPuttygen = async (name: string, args: readonly string[], encrypted: boolean): Promise<void> => {
  const file = path.join(folder.path, `key-${keys.length}.ppk`)
  const secret = path.join(folder.path, 'passphrase')
  await writeFile(secret, encrypted ? passphrase : '')
  const random = ['--random-device', '/dev/urandom']
  await mustRun('puttygen', [...args, ...random, '-q', '-C', name, '-O', 'private', '-o', file, '--new-passphrase', secret])
  keys.push({ name, file, encrypted, publicLine: (await mustRun('puttygen', [file, '-L'])).trim() })
}

/** Logs in to a real sshd with the key. Rejects where the server refuses it. */
const logIn = async (privateKey: PrivateKey): Promise<void> => {
  const authentication = [{ type: 'key', name: 'new', unlock: () => Promise.resolve(privateKey) }] as const
  const connection = await connect(connectOptions(sshd.port, { user: sshd.user, authentication }))
  await connection.end()
}

describeWith(['sshd', 'ssh-keygen', 'puttygen'], 'keys of ssh-keygen and puttygen', () => {
  beforeAll(async () => {
    folder = await makeTemporaryFolder('key-formats')
    for (const [name, args, forms = ['plain', 'encrypted']] of sshKeygenForms)
      for (const form of forms) await makeWithSshKeygen(name, args, form === 'encrypted')
    for (const [name, args] of puttygenForms) for (const encrypted of [false, true]) await makeWithPuttygen(name, args, encrypted)
    sshd = await startSshd({ authorizedKeys: keys.map(({ publicLine }) => publicLine) })
  })
  afterAll(async () => {
    await sshd.stop()
    await folder.remove()
  })

  test.each([
    ['ssh-keygen', 18 + 9],
    ['puttygen', 20],
  ])('of %s import, and log in to a real sshd', async (maker, count) => {
    const made = keys.filter(({ file }) => file.endsWith('.ppk') === (maker === 'puttygen'))
    expect(made).toHaveLength(count)
    const service = createIdentityService({
      store: memoryStore(),
      vault: memoryVault(),
      folder: path.join(folder.path, `kept-${maker}`),
      bcryptRounds: 1,
    })
    for (const [index, key] of made.entries()) {
      const asked: string[] = []
      const identity = await service.import({
        name: `key-${index}`,
        from: { kind: 'file', path: key.file },
        current: ({ name }) => {
          asked.push(name)
          return Promise.resolve(passphrase)
        },
        passphrase: kept,
      })
      expect(asked, key.name).toEqual(key.encrypted ? [key.file] : [])
      expect(identity.publicKeyLine, key.name).toBe(key.publicLine)
      const reference = { kind: 'kept', name: identity.name } as const
      const { privateKey } = await service.unlock(reference, () => Promise.resolve(kept.passphrase))
      await expect(logIn(privateKey), key.name).resolves.toBeUndefined()
    }
  })

  test('show their public half without the passphrase, and open in place', async () => {
    const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder: path.join(folder.path, 'none') })
    for (const key of keys) {
      const reference = { kind: 'file', path: key.file } as const
      const shown = await service.inspect(reference)
      expect(shown, key.name).toMatchObject({ encrypted: key.encrypted, publicKeyLine: key.publicLine })
      const unlocked = await service.unlock(reference, () => Promise.resolve(passphrase))
      expect(unlocked.fingerprint, key.name).toBe(shown.fingerprint)
    }
  })

  test('say that the passphrase is wrong, and not that the file is damaged', async () => {
    const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder: path.join(folder.path, 'none') })
    for (const key of keys.filter(({ encrypted }) => encrypted)) {
      const given = ['wrong']
      const unlocking = service.unlock({ kind: 'file', path: key.file }, () => Promise.resolve(given.shift()))
      await expect(unlocking, key.name).rejects.toMatchObject({ failure: { code: 'passphrase-wrong', identity: key.file } })
    }
  })
})

describeWith(['mkfifo'], 'a FIFO with the name of a key', () => {
  test('is refused without waiting for a writer', async () => {
    const place = await makeTemporaryFolder('fifo')
    const file = path.join(place.path, 'id_ed25519')
    await mustRun('mkfifo', [file])
    const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder: place.path })
    const inspecting = service.inspect({ kind: 'file', path: file })
    await expect(inspecting).rejects.toMatchObject({ failure: { code: 'key-unreadable', file, reason: 'not-a-file' } })
    await place.remove()
  })
})

describeWith(['ssh-keygen'], 'what Postern writes', () => {
  beforeAll(async () => {
    folder = await makeTemporaryFolder('written-keys')
  })
  afterAll(() => folder.remove())

  test('is read by ssh-keygen -y, for a sample of a thousand Ed25519 keys that all read back', async () => {
    for (let count = 0; count < 1000; count += 1) {
      const key = { numbers: await generateNumbers('ed25519'), comment: `key ${count}` }
      const read = await parseKeyFile(encodeDecryptedKey(key)).open('')
      expect(read).toMatchObject(key)
      if (count % 50 !== 0) continue
      const file = path.join(folder.path, `key-${count}`)
      await writeFile(file, await encodeEncryptedKey(key, passphrase, 1), { mode: 0o600 })
      const line = await mustRun('ssh-keygen', ['-y', '-P', passphrase, '-f', file])
      expect(line.trim()).toBe(publicKeyLine(publicBlobOf(key.numbers), key.comment))
    }
  })

  test('has the fingerprint and the picture that ssh-keygen -lv shows, for each kind of key', async () => {
    const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder: path.join(folder.path, 'none') })
    const kinds = [['ed25519'], ['rsa', '-b', '2048'], ['ecdsa', '-b', '521'], ...Array.from({ length: 20 }, () => ['ed25519'])]
    for (const [index, kind] of kinds.entries()) {
      const file = path.join(folder.path, `picture-${index}`)
      await mustRun('ssh-keygen', ['-q', '-N', '', '-f', file, '-t', ...kind])
      const shown = await service.inspect({ kind: 'file', path: file })
      const [facts, ...picture] = (await mustRun('ssh-keygen', ['-lv', '-f', file])).trimEnd().split('\n')
      expect(facts?.split(' ').slice(0, 2)).toEqual([String(shown.bits), shown.fingerprint])
      expect(shown.randomart).toBe(picture.join('\n'))
    }
  })
})
