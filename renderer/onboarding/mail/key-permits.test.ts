import { expect, test } from 'vitest'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import { newOnboarding } from '../../../contract/onboarding.ts'
import { destinationsBeyondKey, keyPermits } from './key-permits.ts'

const begun = newOnboarding('bob')
const restricted = {
  ...begun,
  server: { ...begun.server, mailHost: 'PopServer' },
  install: { ...begun.install, restricted: true, proven: true },
}
const to = (destinationHost: string, destinationPort: string) => ({ destinationHost, destinationPort })

test('a restricted key may open the mail ports of the server itself and of the mail host', () => {
  const ways = [
    to('localhost', '143'),
    to('popserver', '587'),
    to('popserver', '2003'),
    to('elsewhere', '143'),
    to('127.0.0.1', '143'),
  ]
  expect(ways.map((way) => keyPermits(restricted, way))).toEqual([true, true, false, false, false])
})

test('a restricted key may open the mail ports that the imported text names', () => {
  const forward = { service: 'other', bindAddress: '127.0.0.1', destinationHost: 'oldbox', destinationPort: 2003 } as const
  const imported = { source: 'ssh-command', name: 'Old', forwards: [forward], leftOut: [] } as const
  const onboarding = {
    ...restricted,
    server: { ...restricted.server, imported: { ...imported, forwards: [forward], leftOut: [] } },
  }
  expect(keyPermits(onboarding, to('OldBox', '2003'))).toBe(true)
})

test('a key without a restriction, a password, and a key that is not installed yet forbid nothing', () => {
  const others = [
    { ...restricted, install: { ...restricted.install, restricted: false } },
    { ...restricted, key: { ...restricted.key, way: 'password' as const } },
    { ...restricted, install: { ...restricted.install, proven: false } },
  ]
  expect(others.map((onboarding) => keyPermits(onboarding, to('elsewhere', '143')))).toEqual([true, true, true])
})

test('only destinations that are wanted or were refused are listed, each once', () => {
  const wanted = { ...to('oldbox', '143'), service: 'imap' as const, bindPort: '11143', isWanted: true }
  const unwanted = { ...wanted, destinationHost: 'unwanted', isWanted: false }
  const refused = (destinationHost: string): FoundMailService => ({
    service: 'imap',
    destinationHost,
    destinationPort: 143,
    mailTls: 'none',
    lastLeg: 'open',
    fits: false,
    proposedPort: 11_143,
    answer: {
      ok: false,
      failure: { code: 'forwarding-prohibited', host: 'mail.example.org', destination: `${destinationHost}:143` },
    },
  })
  const onboarding = { ...restricted, mail: [wanted, unwanted] }
  expect(destinationsBeyondKey(onboarding, [refused('oldbox'), refused('newbox')])).toMatchObject([
    to('oldbox', '143'),
    to('newbox', '143'),
  ])
})
