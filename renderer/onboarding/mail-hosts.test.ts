import { expect, test } from 'vitest'
import { newOnboarding } from '../../contract/onboarding.ts'
import { mailHostsOf } from './mail-hosts.ts'

test.each([
  ['', ['localhost']],
  [' imap.example.org ', ['localhost', 'imap.example.org']],
  ['Localhost', ['localhost']],
  ['a,b', ['localhost']],
])('for the mail host %j the ports of %j are asked', (mailHost, hosts) => {
  const { server } = newOnboarding('bob')
  expect(mailHostsOf({ server: { ...server, mailHost } })).toEqual(hosts)
})
