import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import { failureOf } from '../../contract/failure.ts'
import { expectMode } from '../testing/owners-alone.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { openSettingsFile, type OpenSettingsFile } from '../data-folder/settings-file.ts'
import { createAccountStore } from './create-account-store.ts'
import { currentFormat, emptyData } from './stored-data.ts'

let temporary: TemporaryFolder
let folder: string
beforeEach(async () => {
  temporary = await makeTemporaryFolder('store')
  folder = path.join(temporary.path, 'Postern')
})
afterEach(() => temporary.remove())

const at = (name: string): string => path.join(folder, name)
const open = () => createAccountStore({ folder, patienceMs: 500 })
const failing = (action: Promise<unknown>) => action.then(() => undefined, failureOf)
const account = (name: string): Account => ({
  id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  name,
  host: 'mail.example.org',
  port: 22,
  user: 'bob',
  authentication: ['key'],
  compression: false,
  connect: 'manual',
  forwards: [],
})
const add = (name: string) => open().update((data) => ({ ...data, accounts: [...data.accounts, account(name)] }))
const tlsOnAnyPort = {
  ...account('work'),
  forwards: [
    { id: 'port-4000', service: 'other', bindPort: 4000, destinationHost: 'a', destinationPort: 4000, mailTls: 'starttls' },
  ],
}
const names = async () => (await open().read()).accounts.map(({ name }) => name)
const damage = (bytes = '{"version": 1, "accou') => writeFile(at('settings.json'), bytes)

test('a store without a file is empty, and reading it makes no file', async () => {
  expect(await open().read()).toEqual(emptyData())
  await expect(stat(folder)).rejects.toThrow('ENOENT')
})

test('the next reader reads a change, from a file and folder that only the person can open', async () => {
  await add('work')
  expect(await names()).toEqual(['work'])
  expectMode(at('settings.json'), 0o600)
  expectMode(at('settings.last-good.json'), 0o600)
  expectMode(folder, 0o700)
  expect((await readdir(folder)).sort()).toEqual(['settings.json', 'settings.last-good.json'])
})

test('the file is one that conf reads, as electron-store does', async () => {
  await add('work')
  const conf = new Conf({ cwd: folder, configName: 'settings' })
  expect(conf.get('version')).toBe(currentFormat.version)
  expect(conf.get('accounts')).toEqual([account('work')])
})

test('a change that throws writes nothing and releases the lock', async () => {
  await add('work')
  const before = await readFile(at('settings.json'))
  const change = open().update(() => {
    throw new RangeError('no')
  })
  await expect(change).rejects.toThrow(RangeError)
  expect(await readFile(at('settings.json'))).toEqual(before)
  await add('home')
  expect(await names()).toEqual(['work', 'home'])
})

test('a change that the schema refuses writes nothing', async () => {
  await add('work')
  await expect(add('-bad')).rejects.toThrow('name')
  expect(await names()).toEqual(['work'])
})

describe('a damaged file', () => {
  test.each([
    ['cut short', '{"version": 1, "accou'],
    ['empty', ''],
    ['of another shape', '[1]'],
    ['without a version', '{}'],
    ['with a wrong value', JSON.stringify({ version: 1, ...emptyData(), accounts: [{ name: 'x' }] })],
    ['with TLS on a port that is no mail service', JSON.stringify({ ...emptyData(), version: 3, accounts: [tlsOnAnyPort] })],
  ])('%s is reported once, kept under another name, and replaced by the last good copy', async (_, bytes) => {
    await add('work')
    await damage(bytes)
    const failure = await failing(open().read())
    expect(failure).toMatchObject({ code: 'store-corrupt', file: at('settings.json') })
    const { keptAs } = failure as unknown as { keptAs: string }
    expect(await readFile(keptAs, 'utf8')).toBe(bytes)
    expect(await names()).toEqual(['work'])
  })

  test('is reported to a writer too, and the change is not made', async () => {
    await add('work')
    await damage()
    expect(await failing(add('home'))).toMatchObject({ code: 'store-corrupt' })
    expect(await names()).toEqual(['work'])
  })

  test('without a good copy leaves an empty store, and is kept itself', async () => {
    await mkdir(folder)
    await damage()
    await writeFile(at('settings.last-good.json'), 'damaged too')
    expect(await failing(open().read())).toMatchObject({ code: 'store-corrupt' })
    expect(await open().read()).toEqual(emptyData())
    expect((await readdir(folder)).filter((name) => name.includes('damaged-'))).toHaveLength(1)
  })

  test('is set aside once if two readers find it at the same moment', async () => {
    await add('work')
    await damage()
    const found = await Promise.all([failing(open().read()), failing(open().read())])
    expect(found.filter((failure) => failure?.code === 'store-corrupt')).toHaveLength(1)
    expect((await readdir(folder)).filter((name) => name.includes('damaged-'))).toHaveLength(1)
  })
})

describe('the version', () => {
  const old = { version: 1, accounts: [account('work')], identities: [], settings: { language: 'nl' } }

  const newer = currentFormat.version + 1
  test('of a newer Postern is refused by readers and writers, and its file stays unchanged', async () => {
    await mkdir(folder)
    const bytes = JSON.stringify({ ...old, version: newer, more: true })
    await damage(bytes)
    const failure = { code: 'store-newer', file: at('settings.json'), version: newer, supported: currentFormat.version }
    expect(await failing(open().read())).toEqual(failure)
    expect(await failing(add('home'))).toEqual(failure)
    expect(await readFile(at('settings.json'), 'utf8')).toBe(bytes)
  })

  test('of an older Postern is migrated step by step, and written with the next change', async () => {
    const steps = {
      1: (content: Readonly<Record<string, unknown>>) => ({ ...content, step: ['one'] }),
      2: ({ step, ...content }: Readonly<Record<string, unknown>>) => ({
        ...content,
        settings: { language: (step as string[])[0] === 'one' ? 'en' : 'nl' },
      }),
    }
    const store = createAccountStore({ folder, format: { version: 3, steps } })
    await mkdir(folder)
    await damage(JSON.stringify(old))
    expect((await store.read()).settings.language).toBe('en')
    await store.update((data) => data)
    expect(JSON.parse(await readFile(at('settings.json'), 'utf8'))).toMatchObject({ version: 3, settings: { language: 'en' } })
  })

  test('without a migration step counts as damage', async () => {
    await mkdir(folder)
    await damage(JSON.stringify({ ...old, version: 0 }))
    expect(await failing(open().read())).toMatchObject({ code: 'store-corrupt' })
  })
})

test('a folder that cannot be written rejects with that failure', async () => {
  await mkdir(folder)
  await writeFile(at('file'), '')
  const store = createAccountStore({ folder: at('file/below') })
  expect(await failing(store.update((data) => data))).toMatchObject({
    code: 'file-not-writable',
    reason: 'folder-missing',
    said: 'ENOTDIR',
  })
})

test.each([
  ['settings.json', (file: string) => mkdir(file), 'not-a-file', 'EISDIR'],
  ['settings.json that belongs to another', (file: string) => writeFile(file, '{}'), 'no-permission', 'EACCES'],
])('a %s that cannot be read rejects with that failure, and is not replaced as damaged', async (_, make, reason, said) => {
  await mkdir(folder)
  await make(at('settings.json'))
  const denied = Object.assign(new Error('EACCES: permission denied'), { syscall: 'open', code: 'EACCES' })
  const openFile: OpenSettingsFile = (at, name) => {
    const file = openSettingsFile(at, name)
    // Root may read every file, so the test injects the refusal.
    const refuse = (): never => {
      throw denied
    }
    return said === 'EACCES' ? { ...file, read: refuse } : file
  }
  const store = createAccountStore({ folder, openFile, patienceMs: 500 })
  const failure = { code: 'file-not-readable', file: at('settings.json'), reason, said }
  expect(await failing(store.read())).toEqual(failure)
  expect(await failing(store.update((data) => data))).toEqual(failure)
  expect(await readdir(folder)).toEqual(['settings.json'])
})
