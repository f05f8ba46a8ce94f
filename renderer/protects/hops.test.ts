import { describe, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import { createTranslate } from '../../words/translate.ts'
import { lastHopsOf, hopsOfForward, routeOfHops } from './hops.ts'

const t = createTranslate('en')
const forward = (more: Partial<LocalForward>): LocalForward => ({
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  bindPort: 11110,
  destinationHost: 'localhost',
  destinationPort: 110,
  enabled: true,
  mailTls: 'none',
  ...more,
})
const here = forward({})
const starttls = forward({ id: 'submission', service: 'submission', destinationHost: 'smtp.example.org', destinationPort: 587 })
const tls = forward({ id: 'imaps', service: 'imaps', destinationHost: 'imap.example.org', destinationPort: 993 })
const account = (more: Partial<Account>): Account => ({
  ...AccountSchema.parse({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', name: 'Work', host: 'ssh.example.org', user: 'bob' }),
  ...more,
})
const statesOf = (of: LocalForward) => hopsOfForward(t, { account: account({}), accounts: [] }, of).map(({ state }) => state)

describe('the hops of a forward', () => {
  test('are protected up to a mail server on the SSH server, and open beyond it', () => {
    expect(statesOf(here)).toEqual(['protected', 'protected', 'protected', 'open'])
  })

  test('are open behind the SSH server if the mail server is another machine', () => {
    expect(statesOf(starttls)).toEqual(['protected', 'protected', 'open', 'open'])
  })

  test('are protected by the TLS of the mail app up to another machine', () => {
    expect(statesOf(tls)).toEqual(['protected', 'protected', 'protected', 'open'])
  })

  test('lead through each jump host', () => {
    const jump = account({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b12', host: 'jump.example.org' })
    const behind = account({ jumpAccountId: jump.id })
    const hops = hopsOfForward(t, { account: behind, accounts: [behind, jump] }, here)
    expect(hops.map(({ kind, to }) => [kind, to.detail])).toEqual([
      ['inComputer', undefined],
      ['ssh', 'jump.example.org'],
      ['sshThroughJump', 'ssh.example.org'],
      ['toMailServer', 'localhost:110'],
      ['beyond', 'by way of other mail servers'],
    ])
  })

  test('join into a line with a station at each end of a hop', () => {
    const route = routeOfHops(hopsOfForward(t, { account: account({}), accounts: [] }, starttls))
    expect(route.stations.map(({ name }) => name)).toEqual([
      'Mail app',
      'This computer',
      'SSH server',
      'Mail server',
      'Whoever you write with',
    ])
    expect(route.hops).toHaveLength(4)
  })
})

test('STARTTLS of Postern protects the hop to another machine', () => {
  expect(statesOf({ ...starttls, mailTls: 'starttls' })).toEqual(['protected', 'protected', 'protected', 'open'])
})

describe('the last hops of an account', () => {
  test('are those of Postern where it brings TLS, except on the SSH server', () => {
    const forwards = [
      { ...here, mailTls: 'starttls' as const },
      { ...tls, mailTls: 'tls' as const },
    ]
    expect(lastHopsOf(account({ forwards })).map(({ kind }) => kind)).toEqual(['posternTls', 'sameMachine'])
  })

  test('are grouped by their protection, the open ones first', () => {
    expect(lastHopsOf(account({ forwards: [here, tls, starttls] })).map(({ kind, destinations }) => [kind, destinations])).toEqual([
      ['open', ['smtp.example.org:587']],
      ['ownTls', ['imap.example.org:993']],
      ['sameMachine', ['localhost:110']],
    ])
  })

  test('leave out forwards that are off, and name a destination once', () => {
    const twice = { ...here, id: 'again', bindPort: 11111 }
    const off = { ...starttls, enabled: false }
    const hops = lastHopsOf(account({ forwards: [here, twice, off] }))
    expect(hops).toHaveLength(1)
    expect(hops[0]?.forwards).toEqual([here, twice])
    expect(hops[0]?.destinations).toEqual(['localhost:110'])
  })
})
