import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, utimes } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { createAccountStore } from './create-account-store.ts'

let temporary: TemporaryFolder
let children: ChildProcess[] = []
beforeEach(async () => {
  temporary = await makeTemporaryFolder('writers')
})
afterEach(async () => {
  children.forEach((child) => child.kill('SIGKILL'))
  children = []
  await temporary.remove()
})

const module = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Starts a process that runs `body`, in which `store` and `folder` are defined. */
const startWriter = (body: string): ChildProcess => {
  const source = `
    import { createAccountStore } from ${JSON.stringify(module('./create-account-store.ts'))}
    import { withWriteLock } from ${JSON.stringify(module('../data-folder/write-lock.ts'))}
    const folder = ${JSON.stringify(temporary.path)}
    const store = createAccountStore({ folder, patienceMs: 60_000 })
    ${body}`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

const addingAccounts = (name: string, count: number): string => `
  for (let number = 0; number < ${count}; number += 1)
    await store.update((data) => ({ ...data, accounts: [...data.accounts, {
      id: crypto.randomUUID(), name: '${name}' + number, host: 'mail.example.org', port: 22, user: 'bob',
      authentication: ['key'], compression: false, forwards: [] }] }))`

test('two processes that write 200 times each lose no change of the other', async () => {
  const writers = ['left', 'right'].map((name) => once(startWriter(addingAccounts(name, 200)), 'exit'))
  for (const [code] of await Promise.all(writers)) expect(code).toBe(0)
  const { accounts } = await createAccountStore({ folder: temporary.path }).read()
  expect(new Set(accounts.map(({ name }) => name)).size).toBe(400)
  for (const name of ['left', 'right'])
    // The writes of each process are in the order in which it made them.
    expect(accounts.filter((account) => account.name.startsWith(name)).map((account) => account.name)).toEqual(
      Array.from({ length: 200 }, (_, number) => `${name}${number}`),
    )
})

// Holds the lock for as long as it lives, which no production code does: the action never ends.
const holding = `await withWriteLock(folder + '/settings.json', () => {
  process.stdout.write('held')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
})`

test('a writer that waited too long gets the name of the holder', async () => {
  const holder = startWriter(holding)
  await once(holder.stdout!, 'data')
  const store = createAccountStore({ folder: temporary.path, patienceMs: 300 })
  const failure = await store.update((data) => data).then(() => undefined, failureOf)
  expect(failure).toMatchObject({ code: 'store-held', file: path.join(temporary.path, 'settings.json') })
  expect(failure).toMatchObject({ program: { pid: holder.pid } })
})

test('the lock of a process that was killed is taken over', async () => {
  const holder = startWriter(holding)
  await once(holder.stdout!, 'data')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const { settings } = await createAccountStore({ folder: temporary.path }).update((data) => ({
    ...data,
    settings: { ...data.settings, language: 'nl' },
  }))
  expect(settings.language).toBe('nl')
})

test('a writer whose lock was taken over while it slept does not write', async () => {
  const store = createAccountStore({ folder: temporary.path })
  await store.update((data) => data)
  const file = path.join(temporary.path, 'settings.json')
  const before = await readFile(file, 'utf8')
  const sleeper = startWriter(`await withWriteLock(folder + '/settings.json', (demandHeld) => {
    process.stdout.write('held')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500)
    demandHeld()
    throw new Error('it wrote')
  }).catch((error) => { process.exitCode = error.failure?.code === 'store-held' ? 7 : 1 })`)
  await once(sleeper.stdout!, 'data')
  const ended = once(sleeper, 'exit')
  // As after a long sleep: the lock was not renewed for a minute.
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(`${file}.lock`, longAgo, longAgo)
  await store.update((data) => ({ ...data, settings: { ...data.settings, language: 'nl' } }))
  expect((await ended)[0]).toBe(7)
  expect(await readFile(file, 'utf8')).not.toBe(before)
})
