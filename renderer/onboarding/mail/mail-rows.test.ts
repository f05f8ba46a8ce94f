import { expect, test } from 'vitest'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { directionOf, rowsBefore, withFound, type MailRow } from './mail-rows.ts'

const found = (part: Partial<FoundMailService>): FoundMailService => ({
  service: 'imap',
  destinationHost: 'localhost',
  destinationPort: 143,
  proposedPort: 11_143,
  answer: { ok: true, greeting: '* OK' },
  mailTls: 'none',
  lastLeg: 'same-machine',
  fits: true,
  ...part,
})
const submission = found({ service: 'submission', destinationPort: 587, proposedPort: 11_587 })
const row = (part: Partial<MailRow> = {}): MailRow => ({
  service: 'imap',
  destinationHost: 'localhost',
  destinationPort: '143',
  bindPort: '11143',
  isWanted: true,
  ...part,
})
const forward: LocalForward = {
  id: 'imap',
  service: 'imap',
  bindAddress: '127.0.0.1',
  bindPort: 2003,
  destinationHost: 'PopServer',
  destinationPort: 143,
  enabled: true,
  mailTls: 'none',
}

test('a service that answers is listed with its proposed port, and ticked if it fits', () => {
  const pop3 = found({ service: 'pop3', destinationPort: 110, proposedPort: 11_110, fits: false })
  expect(withFound([], [pop3, found({}), submission])).toEqual([
    row({ service: 'pop3', destinationPort: '110', bindPort: '11110', isWanted: false, mailTls: 'none' }),
    row({ mailTls: 'none' }),
    row({ service: 'submission', destinationPort: '587', bindPort: '11587', mailTls: 'none' }),
  ])
})

test('a service that does not answer is not listed', () => {
  expect(withFound([], [found({ answer: { ok: false, failure: { code: 'keychain-locked' } } })])).toEqual([])
})

test('an earlier row stays as it is, and gets the encryption of its mail server', () => {
  const typed = row({ destinationHost: 'POPSERVER', bindPort: 'x', isWanted: false })
  const facts = { startTls: true, plainLogIn: false }
  expect(withFound([typed], [found({ destinationHost: 'popserver', mailTls: 'starttls', facts })])).toEqual([
    { ...typed, mailTls: 'starttls', mailServer: facts },
  ])
})

test('a row of another service than the port has by its number gets no encryption', () => {
  const typed = row({ service: 'pop3', destinationPort: '993' })
  expect(withFound([typed], [found({ service: 'imaps', destinationPort: 993, mailTls: 'tls' })])).toEqual([typed])
})

test('a row without a local port gets the proposed one', () => {
  expect(withFound([row({ bindPort: '' })], [found({})])).toEqual([row({ mailTls: 'none' })])
})

test('a fitting service is not ticked if a wanted row has the same direction already', () => {
  const pop3 = row({ service: 'pop3', destinationPort: '110', bindPort: '11110' })
  const wanted = withFound([pop3], [found({}), submission]).map(({ service, isWanted }) => [service, isWanted])
  expect(wanted).toEqual([
    ['pop3', true],
    ['imap', false],
    ['submission', true],
  ])
})

test('two hosts with the same service get two local ports', () => {
  const ports = withFound([], [found({}), found({ destinationHost: 'popserver' })]).map(({ bindPort }) => bindPort)
  expect(ports).toEqual(['11143', '12143'])
})

test('there are never more rows than the most that can be stored', () => {
  const many = Array.from({ length: 60 }, (_, index) => found({ destinationPort: 1000 + index }))
  expect(withFound([], many)).toHaveLength(40)
})

test('the account’s own forwards come first, and those of an imported text are not listed twice', () => {
  const imported = [
    { service: 'imap', bindAddress: '127.0.0.1', bindPort: 2003, destinationHost: 'popserver', destinationPort: 143 },
    { service: 'smtp', bindAddress: '127.0.0.1', destinationHost: 'popserver', destinationPort: 25 },
  ] as const
  expect(rowsBefore({ forwards: [forward] }, imported)).toEqual([
    row({ destinationHost: 'PopServer', bindPort: '2003' }),
    row({ service: 'smtp', destinationHost: 'popserver', destinationPort: '25', bindPort: '' }),
  ])
})

test('a service has a direction, and another port has none', () => {
  expect(['pop3s', 'imap', 'smtp', 'submissions', 'other'].map((name) => directionOf(name as MailRow['service']))).toEqual([
    'incoming',
    'incoming',
    'outgoing',
    'outgoing',
    'unknown',
  ])
})
