import { describe, expect, test } from 'vitest'
import type { Failure } from '../contract/failure.ts'
import type { TunnelState } from '../contract/tunnel-state.ts'
import { connectionAct, failureOfState, nextAct } from './next-act.ts'

const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const loginRefused: Failure = { code: 'login-refused', host: 'h', user: 'bob', tried: ['key'], accepted: ['key'] }
const changed: Failure = {
  code: 'host-key-changed',
  host: 'h',
  port: 22,
  keyType: 'k',
  fingerprint: 'f',
  known: [],
  source: { kind: 'account' },
}
const retrying = (failure: Failure): TunnelState => ({ name: 'retrying', attempt: 2, retryAt: '2026-01-01T10:00:00Z', failure })
const offline: TunnelState = { name: 'offline', failure: refused }

describe('the one act of an account', () => {
  test.each<[string, TunnelState | undefined, string]>([
    ['connects one that never ran', undefined, 'connect'],
    ['connects one that was stopped', { name: 'stopped' }, 'connect'],
    ['connects one that waits for a mail app', { name: 'waiting' }, 'connect'],
    ['gives up one that is connecting', { name: 'connecting', attempt: 1 }, 'disconnect'],
    ['disconnects one that is connected', { name: 'connected', since: '2026-01-01T10:00:00Z' }, 'disconnect'],
    ['gives up one that waits for the network', offline, 'disconnect'],
    ['does not wait for the next attempt where the server was away', retrying(refused), 'retry'],
    ['leads to the key that changed', { name: 'blocked', failure: changed }, 'host-key'],
    ['leads to the form where the log-in was refused', { name: 'blocked', failure: loginRefused }, 'edit'],
    [
      'tries again where a passphrase was wrong',
      { name: 'blocked', failure: { code: 'passphrase-wrong', identity: 'k' } },
      'retry',
    ],
  ])('%s', (_name, state, act) => {
    expect(nextAct(state)).toBe(act)
  })
})

test('a tunnel that tries again can be ended', () => {
  expect(connectionAct(retrying(refused))).toBe('disconnect')
})

test('a tunnel that waits has the failure of its last connection', () => {
  expect(failureOfState({ name: 'waiting', failure: refused })).toBe(refused)
  expect(failureOfState({ name: 'waiting' })).toBeUndefined()
  expect(failureOfState(undefined)).toBeUndefined()
})

test('a missing network of this computer is not a failure of the account', () => {
  expect(failureOfState(offline)).toBeUndefined()
})
