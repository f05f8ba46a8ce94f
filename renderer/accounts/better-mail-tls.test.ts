import { expect, test } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import { betterMailTls } from './better-mail-tls.ts'

const demanded = { startTls: true, plainLogIn: false }

test('the better encryption is that of each forward in use that has none and would get one', () => {
  const forwards = [
    { id: 'imap', service: 'imap', destinationHost: 'localhost', mailServer: demanded },
    { id: 'unasked', service: 'imap', destinationHost: 'localhost' },
    { id: 'off', service: 'imap', destinationHost: 'localhost', mailServer: demanded, enabled: false },
    { id: 'imaps', service: 'imaps', destinationHost: 'mail.lan' },
    { id: 'done', service: 'submission', destinationHost: 'mail.lan', mailServer: demanded, mailTls: 'starttls' },
    { id: 'smtp', service: 'smtp', destinationHost: 'mail.lan', mailServer: demanded },
  ].map((forward, index) => ({ ...forward, bindPort: 11_000 + index, destinationPort: 1 }))
  const account = AccountSchema.parse({
    id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
    name: 'Work',
    host: 'ssh.example.org',
    user: 'bob',
    forwards,
  })
  expect(betterMailTls(account).map(({ id, mailTls }) => [id, mailTls])).toEqual([
    ['imap', 'starttls'],
    ['imaps', 'tls'],
  ])
})
