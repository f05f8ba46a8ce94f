import { expect, test } from 'vitest'
import type { LocalForward } from '../../../../contract/local-forward.ts'
import { editForwards } from './forward-edit.ts'

const forwards: readonly LocalForward[] = [
  {
    id: 'pop3',
    service: 'pop3',
    bindAddress: '127.0.0.1',
    bindPort: 11_110,
    destinationHost: 'localhost',
    destinationPort: 110,
    enabled: true,
    mailTls: 'none',
  },
  {
    id: 'imap',
    service: 'imap',
    bindAddress: '127.0.0.1',
    bindPort: 11_143,
    destinationHost: 'localhost',
    destinationPort: 143,
    enabled: true,
    mailTls: 'none',
  },
]
const none: ReadonlySet<number> = new Set()

test('without an edit the forwards stay as they are', () => {
  expect(editForwards(forwards, {}, none)).toBe(forwards)
})

test('a forward is removed and another added', () => {
  const ids = editForwards(forwards, { removeForward: ['pop3'], forward: ['submission'] }, none).map(({ id }) => id)
  expect(ids).toEqual(['imap', 'submission'])
})

test('forwards are switched off and on', () => {
  const off = editForwards(forwards, { disableForward: ['imap'] }, none)
  expect(off.map(({ enabled }) => enabled)).toEqual([true, false])
  expect(editForwards(off, { enableForward: ['imap'] }, none).map(({ enabled }) => enabled)).toEqual([true, true])
})

test('a proposed local port is not in use by any account', () => {
  expect(editForwards([], { forward: ['pop3'] }, new Set([11_110]))[0]?.bindPort).not.toBe(11_110)
})

test.each(['removeForward', 'enableForward', 'disableForward'])('%s of an unknown id is refused', (edit) => {
  expect(() => editForwards(forwards, { [edit]: ['smtp'] }, none)).toThrow(/forward-unknown/)
})

test('a removed forward cannot be switched as well', () => {
  expect(() => editForwards(forwards, { removeForward: ['pop3'], disableForward: ['pop3'] }, none)).toThrow(/forward-unknown/)
})

test('the encryption to a mail server is set by id, or for each forward of a service', () => {
  const two = [...forwards, { ...forwards[1]!, id: 'imap-2', bindPort: 12_143 }]
  const modes = (mailTls: readonly string[]) => editForwards(two, { mailTls }, none).map((forward) => forward.mailTls)
  expect(modes(['imap-2=tls'])).toEqual(['none', 'none', 'tls'])
  // The first forward of a service has the service's name for its id.
  expect(modes(['imap=STARTTLS', 'pop3=starttls'])).toEqual(['starttls', 'starttls', 'none'])
  const renamed = two.map((forward) => ({ ...forward, id: `my-${forward.id}` }))
  expect(editForwards(renamed, { mailTls: ['imap=starttls'] }, none).map(({ mailTls }) => mailTls)).toEqual([
    'none',
    'starttls',
    'starttls',
  ])
})

test('the encryption of a forward that is added in the same call is set', () => {
  expect(editForwards([], { forward: ['imaps'], mailTls: ['imaps=tls'] }, none)).toMatchObject([{ id: 'imaps', mailTls: 'tls' }])
})

test('the name in the certificate is set and taken out', () => {
  const named = editForwards(forwards, { certificateName: ['imap=mail.example.org'] }, none)
  expect(named[1]?.certificateName).toBe('mail.example.org')
  expect(editForwards(named, { certificateName: ['imap='] }, none)).toEqual(forwards)
})

test.each([
  [{ mailTls: ['smtp=tls'] }, /forward-unknown/],
  [{ mailTls: ['imap'] }, /mail-tls/],
  [{ mailTls: ['imap=ssl'] }, /mail-tls/],
  [{ certificateName: ['imap=a b'] }, /forward-host/],
])('%j is refused', (edits, reason) => {
  expect(() => editForwards(forwards, edits, none)).toThrow(reason)
})
