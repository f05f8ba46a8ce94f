import { expect, test } from 'vitest'
import { AccountDraftSchema } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { draftOfImport } from './draft-of-import.ts'

const pop3 = { service: 'pop3', bindAddress: '127.0.0.1', destinationHost: 'popserver', destinationPort: 110 } as const
const imported: ImportedAccount = { source: 'ssh-command', name: 'host', host: 'host', forwards: [], leftOut: [] }
const context = { taken: new Set<number>(), userName: 'alice' }

const portsOf = (account: ImportedAccount, taken: readonly number[]): unknown =>
  draftOfImport(account, { ...context, taken: new Set(taken) }).forwards?.map(({ bindPort }) => bindPort)

test('a forward keeps the local port that it has in the text', () => {
  expect(portsOf({ ...imported, forwards: [{ ...pop3, bindPort: 2003 }] }, [11_110])).toEqual([2003])
})

test('a proposed port replaces a local port that another account has', () => {
  expect(portsOf({ ...imported, forwards: [{ ...pop3, bindPort: 11_110 }] }, [11_110])).toEqual([12_110])
})

test('a forward without a local port gets a proposed one', () => {
  expect(portsOf({ ...imported, forwards: [pop3] }, [])).toEqual([11_110])
})

test('the draft has every field that was understood', () => {
  const all: ImportedAccount = {
    ...imported,
    port: 2222,
    user: 'bob',
    compression: true,
    connect: 'on-first-use',
    identityFile: '/home/bob/.ssh/id_rsa',
    mailUser: 'bob@example.org',
    forwards: [pop3],
  }
  expect(AccountDraftSchema.parse(draftOfImport(all, context))).toEqual({
    name: 'host',
    host: 'host',
    port: 2222,
    user: 'bob',
    compression: true,
    connect: 'on-first-use',
    identity: { kind: 'file', path: '/home/bob/.ssh/id_rsa' },
    mailUser: 'bob@example.org',
    forwards: [{ ...pop3, id: 'pop3', bindPort: 11_110, enabled: true, mailTls: 'none' }],
  })
})

test('the local user name is proposed where the text has none, as ssh does', () => {
  expect(draftOfImport(imported, context).user).toBe('alice')
  expect(draftOfImport(imported, { ...context, userName: 'Alice Smith' }).user).toBe('Alice Smith')
  expect(draftOfImport(imported, { ...context, userName: '-alice' }).user).toBe('')
})

test('a mail user that equals the user is left out', () => {
  expect(draftOfImport({ ...imported, user: 'bob', mailUser: 'bob' }, context).mailUser).toBeUndefined()
})

test('a text without a server leaves the host to be filled in', () => {
  const draft = draftOfImport({ ...imported, host: undefined }, context)
  expect(draft.host).toBe('')
  expect(AccountDraftSchema.safeParse(draft).success).toBe(false)
})
