import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FailureError, type Failure } from '../../contract/failure.ts'
import { memoryStore, memoryVault } from '../testing/memory-store.ts'
import type { Vault } from '../vault/vault.ts'
import { createIdentityService } from './create-identity-service.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'

/** The entry of its passphrase in the keychain. */
const passphraseOf = ({ fingerprint }: { readonly fingerprint: string }): string => `passphrase:${fingerprint}`

const asked = (passphrase: string) => ({ kept: 'asked', passphrase }) as const
const keychain = { kept: 'keychain' } as const
const nobody: PassphraseAsker = () => Promise.resolve(undefined)
const answer =
  (passphrase: string): PassphraseAsker =>
  () =>
    Promise.resolve(passphrase)
const laptop = { kind: 'kept', name: 'laptop' } as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postern-passphrase-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const setUp = async (first: Parameters<ReturnType<typeof createIdentityService>['create']>[0]['passphrase']) => {
  const [store, vault] = [memoryStore(), memoryVault()]
  const serviceWith = (parts: { readonly vault?: Vault; readonly store?: typeof store } = {}) =>
    createIdentityService({ store, vault, ...parts, folder: path.join(folder, 'keys'), bcryptRounds: 1 })
  const service = serviceWith()
  const identity = await service.create({ name: 'laptop', type: 'ed25519', passphrase: first })
  /** Everything that is stored of the key. */
  const everything = async () => ({
    data: await store.read(),
    secrets: new Map(vault.entries),
    file: await readFile(identity.file, 'utf8'),
    files: await readdir(path.join(folder, 'keys')),
  })
  return { store, vault, service, serviceWith, identity, everything }
}

describe('changing a passphrase', () => {
  test('from one that is asked for to another', async () => {
    const { service, identity, vault } = await setUp(asked('old'))
    const changed = await service.changePassphrase({ name: 'Laptop', current: answer('old'), passphrase: asked('new') })
    expect(changed).toEqual(identity)
    await expect(service.unlock(laptop, answer('old'))).rejects.toMatchObject({ failure: { code: 'passphrase-wrong' } })
    expect((await service.unlock(laptop, answer('new'))).fingerprint).toBe(identity.fingerprint)
    expect((await stat(identity.file)).mode & 0o777).toBe(0o600)
    expect(await readdir(path.join(folder, 'keys'))).toHaveLength(1)
    expect(vault.entries.size).toBe(0)
  })

  test('to a random one that the keychain alone holds, and back', async () => {
    const { service, identity, vault } = await setUp(asked('old'))
    vault.entries.set(passphraseOf(identity), 'old')
    expect(await service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase: keychain })).toMatchObject({
      passphrase: 'keychain',
    })
    expect(Buffer.from(vault.entries.get(passphraseOf(identity)) ?? '', 'base64')).toHaveLength(32)
    await service.unlock(laptop, nobody)
    expect(await service.list()).toEqual([{ ...identity, passphrase: 'keychain' }])

    await service.changePassphrase({ name: 'laptop', current: nobody, passphrase: asked('new') })
    expect(vault.entries.size).toBe(0)
    await service.unlock(laptop, answer('new'))
    expect(await service.list()).toEqual([identity])
  })

  test('from one of the keychain to another of the keychain', async () => {
    const { service, identity, vault } = await setUp(keychain)
    const before = vault.entries.get(passphraseOf(identity))
    await service.changePassphrase({ name: 'laptop', current: nobody, passphrase: keychain })
    expect(vault.entries.get(passphraseOf(identity))).not.toBe(before)
    await service.unlock(laptop, nobody)
  })

  test('updates a remembered passphrase of this key, and keeps that of another copy', async () => {
    const { service, identity, vault } = await setUp(asked('old'))
    vault.entries.set(passphraseOf(identity), 'old')
    await service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase: asked('new') })
    expect(vault.entries.get(passphraseOf(identity))).toBe('new')
    vault.entries.set(passphraseOf(identity), 'of a copy elsewhere')
    await service.changePassphrase({ name: 'laptop', current: answer('new'), passphrase: asked('newer') })
    expect(vault.entries.get(passphraseOf(identity))).toBe('of a copy elsewhere')
  })

  test('works without a keychain where neither passphrase is its own', async () => {
    const { serviceWith } = await setUp(asked('old'))
    const reject = () => Promise.reject(new FailureError({ code: 'keychain-absent', said: 'no D-Bus' }))
    const service = serviceWith({ vault: { get: reject, set: reject, remove: reject } })
    await service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase: asked('new') })
    await service.unlock(laptop, answer('new'))
  })
})

describe('a passphrase stays as it was', () => {
  test.each<[string, PassphraseAsker, Failure['code']]>([
    ['where nobody types the old one, even if the keychain remembers it', nobody, 'secret-needed'],
    ['where the old one does not fit', answer('wrong'), 'passphrase-wrong'],
  ])('%s', async (_, current, code) => {
    const { service, identity, vault, everything } = await setUp(asked('old'))
    vault.entries.set(passphraseOf(identity), 'old')
    const before = await everything()
    for (const passphrase of [asked('new'), keychain])
      await expect(service.changePassphrase({ name: 'laptop', current, passphrase })).rejects.toMatchObject({ failure: { code } })
    expect(await everything()).toEqual(before)
  })

  test('where the new one is empty', async () => {
    const { service, everything } = await setUp(asked('old'))
    const before = await everything()
    const changing = service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase: asked('') })
    await expect(changing).rejects.toMatchObject({ failure: { code: 'input-invalid', field: 'passphrase' } })
    expect(await everything()).toEqual(before)
  })

  const ways = [
    ['asked', 'keychain', asked('old'), keychain],
    ['keychain', 'asked', keychain, asked('new')],
    ['keychain', 'keychain', keychain, keychain],
  ] as const

  for (const [from, to, first, passphrase] of ways) {
    test.each(['get', 'set', 'remove'] as const)(`from ${from} to ${to}, where the keychain refuses to %s`, async (refused) => {
      const { vault, serviceWith, everything } = await setUp(first)
      const before = await everything()
      const reject = () => Promise.reject(new FailureError({ code: 'keychain-locked' }))
      const { get, set, remove } = vault
      const service = serviceWith({ vault: { get, set, remove, [refused]: reject } })
      const changing = service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase })
      // A change that does not need this call succeeds.
      const needed = { get: true, set: to === 'keychain', remove: from === 'keychain' && to === 'asked' }[refused]
      if (!needed) {
        await expect(changing).resolves.toMatchObject({ passphrase: to })
        return
      }
      await expect(changing).rejects.toMatchObject({ failure: { code: 'keychain-locked' } })
      expect(await everything()).toEqual(before)
    })
  }

  test.each([...ways, ['asked', 'asked', asked('old'), asked('new')] as const])(
    'from %s to %s, where the list cannot be written',
    async (_from, _to, first, passphrase) => {
      const { store, identity, vault, serviceWith, everything } = await setUp(first)
      if (first.kept === 'asked') vault.entries.set(passphraseOf(identity), 'old')
      const before = await everything()
      const failure = { code: 'store-held', file: 'settings.json', program: { name: 'another' } } as const
      const service = serviceWith({ store: { ...store, update: () => Promise.reject(new FailureError(failure)) } })
      const changing = service.changePassphrase({ name: 'laptop', current: answer('old'), passphrase })
      await expect(changing).rejects.toMatchObject({ failure })
      expect(await everything()).toEqual(before)
    },
  )
})
