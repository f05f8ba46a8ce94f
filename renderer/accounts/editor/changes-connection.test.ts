import { expect, test } from 'vitest'
import { newValues, type AccountValues } from './account-values.ts'
import { changesConnection } from './changes-connection.ts'

const forward = {
  id: 'imap',
  service: 'imap',
  label: '',
  bindAddress: '127.0.0.1',
  bindPort: '11143',
  destinationHost: 'localhost',
  destinationPort: '143',
  enabled: true,
  mailTls: 'none',
  certificateName: '',
} as const
const before: AccountValues = { ...newValues('bob'), name: 'Work', host: 'mail.example.org', forwards: [forward] }

test.each<[string, Partial<AccountValues>]>([
  ['the name', { name: 'Office' }],
  ['the mail address', { mailAddress: 'bob@example.org' }],
  ['the user name at the mail server', { mailUser: 'bob@example.org' }],
  ['what the mail server said', { forwards: [{ ...forward, mailServer: { startTls: true, plainLogIn: true } }] }],
  ['a label', { forwards: [{ ...forward, label: 'Family' }] }],
  ['a forward that is off', { forwards: [forward, { ...forward, id: '', bindPort: '11144', enabled: false }] }],
  ['the path of a key that is not chosen', { identity: { kind: 'none', name: '', path: '/tmp/key' } }],
])('%s is changed without a reconnect', (_, change) => {
  expect(changesConnection(before, { ...before, ...change })).toBe(false)
})

test.each<[string, Partial<AccountValues>]>([
  ['the host', { host: 'ssh.example.org' }],
  ['a local port', { forwards: [{ ...forward, bindPort: '12143' }] }],
  ['a forward switched off', { forwards: [{ ...forward, enabled: false }] }],
  ['compression', { compression: true }],
  ['the TLS to the mail server', { forwards: [{ ...forward, mailTls: 'starttls' }] }],
  ['the name of the certificate', { forwards: [{ ...forward, mailTls: 'starttls', certificateName: 'mail.example.org' }] }],
  ['the order of the ways to log in', { authentication: before.authentication.toReversed() }],
])('%s is changed by a reconnect', (_, change) => {
  expect(changesConnection(before, { ...before, ...change })).toBe(true)
})
