import { expect, test } from 'vitest'
import type { Failure } from '../../../contract/failure.ts'
import { darkLights, lightsAfter } from './lights.ts'
import type { Observation } from './lights.ts'

const after = (...sightings: readonly Observation[]) => sightings.reduce(lightsAfter, darkLights)
const failed = (failure: Failure): Observation => ({ seen: 'channel-failed', failure })
const refused = failed({ code: 'mail-server-refused', destination: 'localhost:110', reason: 'connection-refused' })
const prohibited = failed({ code: 'forwarding-prohibited', host: 'mail.example.org', destination: 'localhost:110' })
const silent = failed({ code: 'mail-server-silent', destination: 'localhost:110', seconds: 30 })

test('a connection lights SSH alone', () => {
  expect(after({ seen: 'connected' })).toEqual({ ssh: 'up', forward: 'unknown', mailServer: 'unknown' })
})

test('an open channel lights the forward, and not yet the mail server', () => {
  expect(after({ seen: 'connected' }, { seen: 'channel-opened' })).toEqual({ ssh: 'up', forward: 'allowed', mailServer: 'unknown' })
})

test('the first byte from the mail server lights all three', () => {
  expect(after({ seen: 'connected' }, { seen: 'channel-opened' }, { seen: 'answer' })).toEqual({
    ssh: 'up',
    forward: 'allowed',
    mailServer: 'answers',
  })
})

test('a refused destination shows that forwarding is allowed', () => {
  expect(after({ seen: 'connected' }, refused)).toEqual({ ssh: 'up', forward: 'allowed', mailServer: 'refused' })
})

test('a prohibited forward leaves the mail server unknown', () => {
  expect(after({ seen: 'connected' }, refused, prohibited)).toEqual({ ssh: 'up', forward: 'prohibited', mailServer: 'unknown' })
})

test('a silent mail server is not shown as refused', () => {
  expect(after({ seen: 'connected' }, silent)).toEqual({ ssh: 'up', forward: 'unknown', mailServer: 'silent' })
})

test('a failure of the connection changes neither the forward nor the mail server', () => {
  const up = after({ seen: 'connected' }, { seen: 'channel-opened' })
  expect(lightsAfter(up, failed({ code: 'connection-lost', host: 'mail.example.org', reason: 'network-error' }))).toEqual(up)
})

test('all lights go out with the connection', () => {
  expect(after({ seen: 'connected' }, { seen: 'answer' }, { seen: 'disconnected' })).toEqual(darkLights)
})
