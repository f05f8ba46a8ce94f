import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requestNames, requests, type RequestName } from '../../contract/requests.ts'
import { propertyRuns } from '../testing/property-runs.ts'
import { windowHarness } from '../testing/window-harness.ts'

const { startWindow } = windowHarness()

/** Values that no window of ours sends: wrong types, NaN and infinities, names of prototypes, and far too long texts and lists. */
const prototypeKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  key: fc.oneof(fc.constantFrom(...prototypeKeys, 'draft', 'accountId', 'answer', 'change', 'secret'), fc.string()),
})
const huge = fc.constantFrom<unknown>(
  'x'.repeat(1_000_000),
  new Array(100_000).fill(1),
  'é\u0000\u202e'.repeat(10_000),
  NaN,
  Infinity,
  -1,
  2 ** 53,
)
const junk = fc.oneof({ weight: 4, arbitrary: anything }, { weight: 1, arbitrary: huge })

/** A key with junk as its value. `__proto__` is an ordinary key, as in a parsed message. */
const parsedKey = (key: string) => junk.map((value) => ({ key, value }))

/** An object with junk in the fields of the request's schema, and perhaps with an unknown field. */
const objectFor = (fields: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.oneof(...[...fields, ...prototypeKeys, 'extra'].map(parsedKey)), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
    )
    .map(([entries, isBare]) => {
      const object: object = isBare ? (Object.create(null) as object) : {}
      for (const { key, value } of entries)
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      return object
    })

const id = '0e1f7a52-5d8e-4a3f-9b0a-111111111111'
const fingerprint = `SHA256:${'a'.repeat(43)}`
const forward = { id: 'pop3', service: 'pop3', bindPort: 11_110, destinationHost: 'localhost', destinationPort: 110 }
const draft = {
  name: 'home',
  host: 'mail.example.org',
  port: 22,
  user: 'bob',
  authentication: ['key'],
  compression: true,
  connect: 'manual',
  identity: { kind: 'file', path: '/nowhere/key' },
  trustedFingerprint: fingerprint,
  forwards: [forward],
}
const destination = { sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: 993 }
/** A valid input for each request that needs one. */
const fitting: Readonly<Partial<Record<RequestName, object>>> = {
  addAccount: { draft },
  editAccount: { accountId: id, draft },
  restoreAccount: { account: { ...draft, id } },
  checkLocalPort: { port: 11_110, bindAddress: '::1', accountId: id, forwardId: 'pop3' },
  proposeLocalPort: { destinationPort: 110, taken: [11_110] },
  inspectIdentity: { reference: { kind: 'file', path: '/nowhere/key' } },
  removeKnownHost: { host: 'mail.example.org' },
  replaceHostKey: { host: 'mail.example.org', port: 22, fingerprint },
  removeCertificate: { destination },
  replaceCertificate: { destination, fingerprint: Array.from({ length: 32 }, () => 'AB').join(':') },
  createIdentity: { name: 'laptop', type: 'ed25519', passphrase: { kept: 'asked', passphrase: 'hunter2' } },
  importIdentity: { name: 'laptop', from: { kind: 'text', text: 'key' }, current: 'hunter2', passphrase: { kept: 'keychain' } },
  changePassphrase: { name: 'laptop', current: 'hunter2', passphrase: { kept: 'asked', passphrase: 'hunter3' } },
  removeIdentity: { name: 'laptop', evenInUse: true },
  getKeyLine: { accountId: id, identity: 'laptop', restricted: true, mailHosts: ['localhost'] },
  installKey: { accountId: id, identity: 'laptop', restricted: true, mailHosts: ['localhost'] },
  proveKey: { accountId: id, identity: 'laptop' },
  savePublicKey: { accountId: id, identity: 'laptop', restricted: true, mailHosts: ['localhost'] },
  answerQuestion: { questionId: id, answer: { kind: 'password', secret: 'hunter2', remember: true } },
  getTrafficHistory: { by: 'day', days: 7 },
  changeSettings: { change: { theme: 'dark', lingerSeconds: null, logLevel: 'debug' } },
}

const withKey = (object: object, key: string, value: unknown): object => {
  const copy: object = Array.isArray(object) ? [...(object as unknown[])] : { ...object }
  return Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Every path into an object: its fields, and an unknown field, at each depth. */
const waysInto = (object: object): readonly (readonly string[])[] => [
  ['extra'],
  ['__proto__'],
  ...Object.entries(object).flatMap(([key, value]: [string, unknown]) => [
    [key],
    ...(typeof value === 'object' && value !== null ? waysInto(value).map((rest) => [key, ...rest]) : []),
  ]),
]

const poisoned = (object: object, [key = '', ...rest]: readonly string[], poison: unknown): object =>
  withKey(object, key, rest.length === 0 ? poison : poisoned(Reflect.get(object, key) as object, rest, poison))

/** A valid input with junk in one place. */
const almostFitting = (input: object) =>
  fc.tuple(fc.constantFrom(...waysInto(input)), junk).map(([way, poison]) => poisoned(input, way, poison))

test.each(Object.entries(fitting))('the input for %s is valid before junk is put into it', (name, input) => {
  expect(requests[name as RequestName].input.safeParse(input).success).toBe(true)
})

test.each(requestNames)('%s refuses every invalid input, which changes nothing', async (name) => {
  const { service, heard, dataDir, ask } = await startWindow()
  await ask('addAccount', { draft: { name: 'work', host: 'mail.example.org', user: 'bob' } })
  heard.length = 0
  const file = path.join(dataDir, 'settings.json')
  const before = readFileSync(file)
  const schema = requests[name].input

  await fc.assert(
    fc.asyncProperty(
      fc.oneof(junk, objectFor(Object.keys(schema.shape)), almostFitting(fitting[name] ?? { accountId: id })),
      async (input) => {
        // A junk value may be valid by chance, and a missing input counts as an empty one.
        fc.pre(input !== undefined && !schema.safeParse(input).success)
        const outcome = await service.answer(name, input)
        expect(outcome).toMatchObject({ ok: false, failure: { code: 'input-invalid' } })
        expect(JSON.stringify(outcome).length).toBeLessThan(2000)
      },
    ),
    { numRuns: propertyRuns(80) },
  )
  expect(readFileSync(file)).toEqual(before)
  expect(heard).toEqual([])
  expect(({} as Record<string, unknown>)['extra']).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a name that is not a request is refused with any input', async () => {
  const { service, dataDir, ask } = await startWindow()
  await ask('addAccount', { draft: { name: 'work', host: 'mail.example.org', user: 'bob' } })
  const file = path.join(dataDir, 'settings.json')
  const before = readFileSync(file)
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, fc.constantFrom(...prototypeKeys)), junk, async (name, input) => {
      fc.pre(!(requestNames as readonly unknown[]).includes(name))
      const outcome = await service.answer(name, input)
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'input-invalid', field: 'request' } })
    }),
    { numRuns: propertyRuns(150) },
  )
  expect(readFileSync(file)).toEqual(before)
})
