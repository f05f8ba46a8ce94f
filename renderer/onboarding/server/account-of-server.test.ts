import { describe, expect, test } from 'vitest'
import { AccountDraftSchema, AccountSchema } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { newOnboarding } from '../../../contract/onboarding.ts'
import { editedDraft, isOtherServer, newDraft, problemsInSight, problemsOfServer } from './account-of-server.ts'
import type { Server } from './propose-server.ts'

const server: Server = { ...newOnboarding('bob').server, host: ' mail.example.org ', name: 'Work', mailAddress: 'bob@example.org' }
const imported: ImportedAccount = {
  source: 'putty',
  name: 'Work',
  compression: true,
  connect: 'on-first-use',
  identityFile: '/home/bob/.ssh/id_rsa',
  mailUser: 'bob.brown',
  forwards: [],
  leftOut: [],
}
const forward = {
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  bindPort: 11_110,
  destinationHost: 'popserver',
  destinationPort: 110,
  enabled: true,
  mailTls: 'none',
} as const
const account = AccountSchema.parse({
  id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  name: 'Work',
  host: 'mail.example.org',
  user: 'bob',
  authentication: ['key'],
  identity: { kind: 'kept', name: 'laptop' },
  mailAddress: 'bob@example.org',
  mailUser: 'bb',
  forwards: [forward],
})

describe('a problem', () => {
  test.each<[string, Partial<Server>, object]>([
    ['nothing', {}, {}],
    ['no server', { host: ' ' }, { host: 'empty' }],
    ['a server that is none', { host: 'a b' }, { host: 'host-name' }],
    ['a port that is none', { port: '70000' }, { port: 'port' }],
    ['a user that ends with a backslash', { user: 'bob\\' }, { user: 'user-name' }],
    ['half a mail address', { mailAddress: 'bob@' }, { mailAddress: 'mail-address' }],
    ['two mail servers', { mailHost: 'a,b' }, { mailHost: 'forward-host' }],
    ['no name', { name: '' }, { name: 'empty' }],
  ])('is %s', (_, change, problems) => {
    expect(problemsOfServer({ ...server, ...change })).toEqual(problems)
  })

  test.each<[string, Partial<Server>, boolean, object]>([
    ['the mail address, where it alone is in sight', { mailAddress: '', host: '' }, false, { mailAddress: 'empty' }],
    ['a mail address that names no server', { mailAddress: 'bob', host: '' }, false, { mailAddress: 'mail-address' }],
    ['the server, where its field is in sight', { mailAddress: '', host: '' }, true, { host: 'empty' }],
    ['what the sentence says, where it is wrong', { name: '!' }, false, { name: 'account-name' }],
  ])('is shown at %s', (_, change, isOpen, problems) => {
    expect(problemsInSight({ ...server, ...change }, isOpen)).toEqual(problems)
  })

  test('is not a missing mail address or mail server', () => {
    expect(problemsOfServer({ ...server, mailAddress: '', mailHost: '' })).toEqual({})
  })
})

describe('the account', () => {
  test('begins with the typed values', () => {
    const draft = newDraft(server, [])
    expect(AccountDraftSchema.safeParse(draft).success).toBe(true)
    expect(draft).toEqual({
      name: 'Work',
      host: 'mail.example.org',
      port: 22,
      user: 'bob',
      mailAddress: 'bob@example.org',
      forwards: [],
    })
  })

  test('begins with the imported values', () => {
    expect(AccountDraftSchema.parse(newDraft({ ...server, imported }, [forward]))).toMatchObject({
      compression: true,
      connect: 'on-first-use',
      identity: { kind: 'file', path: '/home/bob/.ssh/id_rsa' },
      mailUser: 'bob.brown',
      forwards: [forward],
    })
  })

  test('keeps the values of other screens when the server is changed', () => {
    const draft = editedDraft(account, { ...server, host: 'ssh.example.org', mailAddress: '', imported }, undefined)
    const kept = AccountDraftSchema.strip().omit({ mailAddress: true }).parse(account)
    expect(AccountDraftSchema.parse(draft)).toEqual({ ...kept, host: 'ssh.example.org' })
  })

  test('takes the values of a later import', () => {
    const draft = editedDraft(account, server, imported)
    expect(draft).toMatchObject({ compression: true, mailUser: 'bob.brown', identity: account.identity, forwards: [forward] })
  })
})

test('another port is another server, and a name in another case is not', () => {
  expect(isOtherServer(account, { host: 'MAIL.example.org', port: 22 })).toBe(false)
  expect(isOtherServer(account, { host: 'mail.example.org', port: 2222 })).toBe(true)
})
