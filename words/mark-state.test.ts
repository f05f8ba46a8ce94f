import { expect, test } from 'vitest'
import { noTraffic } from '../contract/traffic.ts'
import type { ForwardStatus, TunnelState } from '../contract/tunnel-state.ts'
import { markStateOf } from './mark-state.ts'

const forward: ForwardStatus = {
  id: 'pop3',
  service: 'pop3',
  bindAddress: '127.0.0.1',
  localPort: 11110,
  destination: 'localhost:110',
  listener: { name: 'listening' },
  lights: { ssh: 'up', forward: 'allowed', mailServer: 'answers' },
  traffic: noTraffic,
  programs: [],
}
const connected: TunnelState = { name: 'connected', since: '2026-01-01T10:00:00Z' }

test('an account without a tunnel is idle', () => {
  expect(markStateOf(undefined)).toBe('idle')
})

test('the gate is shut while SSH is up and every forward works', () => {
  expect(markStateOf({ state: connected, forwards: [forward] })).toBe('connected')
})

test('a forward that is unused so far is no trouble', () => {
  const unused: ForwardStatus = { ...forward, lights: { ssh: 'up', forward: 'unknown', mailServer: 'unknown' } }
  expect(markStateOf({ state: connected, forwards: [unused] })).toBe('connected')
})

test.each([
  ['a mail server that refuses', { ...forward, lights: { ...forward.lights, mailServer: 'refused' } }],
  ['a mail server that is silent', { ...forward, lights: { ...forward.lights, mailServer: 'silent' } }],
  ['a forward that the SSH server forbids', { ...forward, lights: { ...forward.lights, forward: 'prohibited' } }],
  [
    'a local port that another program has',
    { ...forward, listener: { name: 'failed', failure: { code: 'port-taken', port: 11110 } } },
  ],
] as const)('%s is trouble, though SSH is up', (_name, broken) => {
  expect(markStateOf({ state: connected, forwards: [forward, broken] })).toBe('trouble')
})

test('a failure of a mail server from before the loss of SSH does not count', () => {
  const before: ForwardStatus = { ...forward, lights: { ssh: 'down', forward: 'allowed', mailServer: 'refused' } }
  expect(markStateOf({ state: { name: 'connecting', attempt: 1 }, forwards: [before] })).toBe('connecting')
  expect(markStateOf({ state: { name: 'waiting' }, forwards: [before] })).toBe('idle')
})
