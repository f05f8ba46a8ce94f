import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newOnboarding, OnboardingSchema, type Onboarding } from '../../contract/onboarding.ts'
import { memoryVault } from '../testing/memory-store.ts'
import { failureFrom } from '../testing/rejection.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { createAccountService } from './create-account-service.ts'
import { createAccountStore } from './create-account-store.ts'
import { createOnboarding } from './create-onboarding.ts'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = await makeTemporaryFolder('onboarding')
})
afterEach(() => folder.remove())

/** Starts afresh, as after a restart of Postern: only the file is shared. */
const start = () => {
  const store = createAccountStore({ folder: folder.path })
  return { store, accounts: createAccountService(store, memoryVault()), onboarding: createOnboarding(store) }
}
const settingsFile = () => path.join(folder.path, 'settings.json')
const draft = { name: 'work', host: 'mail.example.org', user: 'bob' }
const halfWay: Onboarding = {
  ...newOnboarding('bob'),
  step: 'key',
  reached: 'install',
  client: 'mutt',
  mail: [
    { service: 'imap', destinationHost: 'localhost', destinationPort: '143', bindPort: '11143', isWanted: true },
    { service: 'other', destinationHost: 'news', destinationPort: '', bindPort: 'x', isWanted: false },
  ],
}

test('there is no unfinished wizard at first, nor in a file without one', async () => {
  expect(await start().onboarding.get()).toBeNull()
  const old = { version: 1, accounts: [], identities: [], settings: { language: 'nl' } }
  await writeFile(settingsFile(), JSON.stringify(old))
  expect(await start().onboarding.get()).toBeNull()
  expect((await start().store.read()).settings.language).toBe('nl')
})

test('an unfinished wizard survives a restart unchanged, until it is deleted', async () => {
  await start().onboarding.save(halfWay)
  expect(await start().onboarding.get()).toEqual(halfWay)
  await start().accounts.add(draft)
  expect(await start().onboarding.get()).toEqual(halfWay)
  await start().onboarding.save(null)
  expect(await start().onboarding.get()).toBeNull()
  expect(await readFile(settingsFile(), 'utf8')).not.toContain('onboarding')
})

test('is deleted with the account that it sets up, and not restored with it', async () => {
  const { accounts, onboarding } = start()
  const [work, home] = [await accounts.add(draft), await accounts.add({ ...draft, name: 'home' })]
  await onboarding.save({ ...halfWay, accountId: work.id })
  await accounts.remove(home.id)
  expect((await onboarding.get())?.accountId).toBe(work.id)
  await accounts.remove(work.id)
  expect(await onboarding.get()).toBeNull()
  await accounts.restore(work)
  expect(await onboarding.get()).toBeNull()
})

test('is refused for an account that is gone', async () => {
  const { accounts, onboarding } = start()
  const { id } = await accounts.add(draft)
  await accounts.remove(id)
  const kept = { ...halfWay, accountId: id, server: { ...halfWay.server, name: 'work' } }
  expect(await failureFrom(onboarding.save(kept))).toEqual({ code: 'account-not-found', account: 'work' })
  expect(await onboarding.get()).toBeNull()
})

test('that is invalid is dropped, and the accounts beside it stay', async () => {
  await start().accounts.add(draft)
  const file = JSON.parse(await readFile(settingsFile(), 'utf8')) as object
  await writeFile(settingsFile(), JSON.stringify({ ...file, onboarding: { ...halfWay, step: 'elsewhere' } }))
  expect(await start().onboarding.get()).toBeNull()
  expect(await start().accounts.list()).toHaveLength(1)
})

/** The path of every object in a value. */
const objectsIn = (value: unknown, way: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value !== 'object' || value === null
    ? []
    : [way, ...Object.entries(value).flatMap(([name, inner]) => objectsIn(inner, [...way, name]))]

const withField = (value: unknown, [name, ...rest]: readonly string[], field: object): unknown =>
  name === undefined
    ? { ...(value as object), ...field }
    : Object.assign(Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }, {
        [name]: withField((value as Record<string, unknown>)[name], rest, field),
      })

const imported = { source: 'putty', name: 'work', forwards: [], leftOut: [] }
const whole = { ...halfWay, server: { ...halfWay.server, imported } }

test.each(
  objectsIn(whole)
    .filter((way) => !['mail', 'forwards', 'leftOut'].includes(way.at(-1) ?? ''))
    .map((way) => [way.join('.'), way] as const),
)('has no place for a secret in it: %s', (_, way) => {
  expect(OnboardingSchema.safeParse(whole).success).toBe(true)
  for (const name of ['password', 'passphrase', 'secret', 'privateKey', 'text', 'answer'])
    expect(OnboardingSchema.safeParse(withField(whole, way, { [name]: 'hunter2' })).success).toBe(false)
})
