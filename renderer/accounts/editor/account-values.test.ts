import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccountDraftSchema, AccountSchema, authenticationMethods, connectTimes, type Account } from '../../../contract/account.ts'
import { mailServices } from '../../../contract/local-forward.ts'
import { draftOfValues, newValues, portOf, valuesOfAccount } from './account-values.ts'

const port = fc.integer({ min: 1, max: 65_535 })
const host = fc.constantFrom('localhost', 'mail.example.org', '192.0.2.7', '2001:db8::1')
const forward = fc.record(
  {
    id: fc.uuid(),
    service: fc.constantFrom(...mailServices),
    label: fc.constantFrom('Family mail', 'Familie ✉'),
    bindAddress: fc.constantFrom('127.0.0.1', '::1'),
    bindPort: port,
    destinationHost: host,
    destinationPort: port,
    enabled: fc.boolean(),
  },
  { requiredKeys: ['id', 'service', 'bindPort', 'destinationHost', 'destinationPort', 'bindAddress', 'enabled'] },
)
const account: fc.Arbitrary<Account> = fc
  .record(
    {
      id: fc.uuid(),
      name: fc.constantFrom('Work', 'Thuis 2', 'bob@mail'),
      host,
      port,
      user: fc.constantFrom('bob', 'r.brown@example.org'),
      authentication: fc.shuffledSubarray([...authenticationMethods], { minLength: 1 }),
      identity: fc.oneof(
        fc.record({ kind: fc.constant('kept' as const), name: fc.constant('laptop') }),
        fc.record({ kind: fc.constant('file' as const), path: fc.constant('/home/bob/.ssh/id_ed25519') }),
      ),
      jumpAccountId: fc.uuid(),
      compression: fc.boolean(),
      connect: fc.constantFrom(...connectTimes),
      lingerSeconds: fc.constantFrom(null, 1, 90, 86_400),
      trustedFingerprint: fc.constant(`SHA256:${'A'.repeat(43)}`),
      mailAddress: fc.constantFrom('bob@example.org', 'r.brown@mail.example.net'),
      mailUser: fc.constantFrom('bob', 'bob@example.org'),
      forwards: fc.array(forward, { maxLength: 5 }),
    },
    { requiredKeys: ['id', 'name', 'host', 'port', 'user', 'authentication', 'compression', 'connect', 'forwards'] },
  )
  .map((fields) => AccountSchema.parse(fields))

test('an account that is opened and saved untouched stays as it was', () => {
  fc.assert(
    fc.property(account, (before) => {
      const fields = AccountDraftSchema.strip().parse(before)
      expect(AccountDraftSchema.parse(draftOfValues(valuesOfAccount(before)))).toEqual(fields)
    }),
  )
})

describe('the form as typed', () => {
  const values = { ...newValues('bob'), host: ' mail.example.org ', name: 'Work' }
  const typed = {
    label: ' ',
    bindAddress: '127.0.0.1',
    bindPort: '11143',
    destinationHost: 'localhost',
    enabled: true,
    mailTls: 'none',
    certificateName: ' ',
  } as const

  test('begins with the port of SSH, the user of this computer and every authentication method', () => {
    expect(draftOfValues(values)).toMatchObject({ port: 22, user: 'bob', authentication: authenticationMethods })
  })

  test('removes the blanks around typed and pasted texts', () => {
    expect(draftOfValues(values).host).toBe('mail.example.org')
  })

  test('accepts a fingerprint with the padding that other programs print', () => {
    const fingerprint = `SHA256:${'A'.repeat(43)}`
    expect(draftOfValues({ ...values, trustedFingerprint: ` ${fingerprint}=` }).trustedFingerprint).toBe(fingerprint)
  })

  test('leaves out the authentication methods that are off, and keeps the order of the others', () => {
    const authentication = [
      { method: 'password', isOn: true },
      { method: 'agent', isOn: false },
      { method: 'key', isOn: true },
    ] as const
    expect(draftOfValues({ ...values, authentication }).authentication).toEqual(['password', 'key'])
  })

  test('gives each new forward an id that no other has', () => {
    const imap = { ...typed, service: 'imap', destinationPort: '143' } as const
    const other = { ...typed, service: 'other', destinationPort: '2003' } as const
    const forwards = [
      { ...imap, id: 'imap' },
      { ...imap, id: '' },
      { ...imap, id: '' },
      { ...other, id: '' },
    ]
    const ids = draftOfValues({ ...values, forwards }).forwards?.map(({ id }) => id)
    expect(ids).toEqual(['imap', 'imap-2', 'imap-3', 'port-2003'])
  })

  test.each(['', 'ssh', '22a', '-1', '2.5', '1e3', '0x16'])('reads %j as no port', (text) => {
    expect(portOf(text)).toBeNaN()
  })
})
