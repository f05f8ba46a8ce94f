import { describe, expect, test } from 'vitest'
import { AccountSchema, type Account } from '../../contract/account.ts'
import { noTraffic } from '../../contract/traffic.ts'
import type { ForwardStatus, TunnelState } from '../../contract/tunnel-state.ts'
import { createTranslate } from '../../words/translate.ts'
import { isLastHopOpen, routeOfAccount } from './route-of-account.ts'

const t = createTranslate('en')
const account = (more: Partial<Account> = {}): Account => ({
  ...AccountSchema.parse({
    id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
    name: 'Work',
    host: 'ssh.example.org',
    user: 'bob',
    forwards: [{ id: 'pop3', service: 'pop3', bindPort: 11110, destinationHost: 'localhost', destinationPort: 110 }],
  }),
  ...more,
})
const forward: ForwardStatus = {
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  localPort: 11110,
  destination: 'localhost:110',
  listener: { name: 'listening' },
  lights: { ssh: 'up', forward: 'allowed', mailServer: 'answers' },
  traffic: noTraffic,
  programs: ['fetchmail'],
}
const connected: TunnelState = { name: 'connected', since: '2026-01-01T10:00:00Z' }
const refused = { code: 'connection-refused', host: 'ssh.example.org', port: 22 } as const
const hops = (state: TunnelState | undefined, forwards = [forward], of = account(), accounts = [of]) =>
  routeOfAccount(t, { account: of, accounts, tunnel: state === undefined ? undefined : { state, forwards } }).hops

describe('the hops of the route', () => {
  test('are unknown while no tunnel runs', () => {
    expect(hops(undefined)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('are protected all along to a mail server on the SSH server', () => {
    expect(hops(connected)).toEqual(['protected', 'protected', 'protected'])
  })

  test('are open behind the SSH server where one mail server is elsewhere', () => {
    const away = { ...account().forwards[0]!, id: 'smtp', destinationHost: 'smtp.example.org' }
    expect(hops(connected, [forward], account({ forwards: [...account().forwards, away] }))).toEqual([
      'protected',
      'protected',
      'open',
    ])
  })

  test('break before an SSH server that cannot be reached, while the local port stays protected', () => {
    expect(hops({ name: 'retrying', attempt: 2, retryAt: '2026-01-01T10:00:00Z', failure: refused })).toEqual([
      'protected',
      'failed',
      'unknown',
    ])
  })

  test('are unknown if this computer has no network: no part of the account is broken', () => {
    expect(hops({ name: 'offline', failure: refused })).toEqual(['protected', 'unknown', 'unknown'])
  })

  test('break on this computer alone where a local port is taken', () => {
    const taken: ForwardStatus = { ...forward, listener: { name: 'failed', failure: { code: 'port-taken', port: 11110 } } }
    expect(hops(connected, [taken])).toEqual(['failed', 'protected', 'protected'])
  })

  test('break behind the SSH server where the mail server refuses', () => {
    const broken: ForwardStatus = { ...forward, lights: { ...forward.lights, mailServer: 'refused' } }
    expect(hops(connected, [broken])).toEqual(['protected', 'protected', 'failed'])
  })

  test('go through the jump host, and break at it where it fails', () => {
    const jump = account({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b12', host: 'jump.example.org' })
    const behind = account({ jumpAccountId: jump.id })
    const failed: TunnelState = {
      name: 'blocked',
      failure: { code: 'jump-host-failed', account: 'Jump', cause: { code: 'offline', host: 'jump.example.org' } },
    }
    expect(hops(failed, [forward], behind, [behind, jump])).toEqual(['protected', 'failed', 'unknown', 'unknown'])
    expect(hops(connected, [forward], behind, [behind, jump])).toEqual(['protected', 'protected', 'protected', 'protected'])
  })

  test('are one fewer than the stations, also where two accounts jump through each other', () => {
    const there = account({ id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b12' })
    const here = account({ jumpAccountId: there.id })
    const route = routeOfAccount(t, { account: here, accounts: [here, { ...there, jumpAccountId: here.id }], tunnel: undefined })
    expect(route.hops).toHaveLength(route.stations.length - 1)
  })
})

test('the stations have the names of the account and of the program that is connected', () => {
  const { stations } = routeOfAccount(t, { account: account(), accounts: [], tunnel: { state: connected, forwards: [forward] } })
  expect(stations.map(({ detail }) => detail)).toEqual(['fetchmail', undefined, 'ssh.example.org', 'same machine'])
})

test.each([
  ['the SSH server itself', 'imap', 'LOCALHOST', 'none', false],
  ['the SSH server by its own name', 'imap', 'SSH.example.org', 'none', false],
  ['another machine by TLS from the first byte', 'imaps', 'imap.example.org', 'none', false],
  ['another machine by STARTTLS of the mail app or nothing', 'submission', 'smtp.example.org', 'none', true],
  ['another machine by STARTTLS of Postern', 'submission', 'smtp.example.org', 'starttls', false],
] as const)('whether the last hop is open, to %s', (_name, service, destinationHost, mailTls, isOpen) => {
  expect(isLastHopOpen(account(), { service, destinationHost, mailTls })).toBe(isOpen)
})
