import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Failure } from '../../contract/failure.ts'
import { needsPerson } from './needs-person.ts'
import { freshBackoff } from './retry-delay.ts'
import { shownState, transition } from './transition.ts'
import type { Circumstances, Effect, Life, TunnelEvent } from './transition.ts'

const circumstances: Circumstances = { now: Date.UTC(2026, 0, 1), random: 0.5, longestRetryMs: 60_000 }
const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const wrongPassword: Failure = { code: 'login-refused', host: 'mail.example.org', user: 'bob', tried: 'password', accepted: '' }
const gone: Failure = { code: 'connection-lost', host: 'mail.example.org', reason: 'closed' }

const stopped: Life = { name: 'stopped' }
const connecting: Life = { name: 'connecting', attempt: 2, backoff: freshBackoff }
const connected: Life = { name: 'connected', since: '2026-01-01T00:00:00.000Z', backoff: freshBackoff }
const retrying: Life = {
  name: 'retrying',
  attempt: 3,
  retryAt: '2026-01-01T00:00:30.000Z',
  failure: refused,
  backoff: { ...freshBackoff, doublings: 5 },
}
const blocked: Life = { name: 'blocked', failure: wrongPassword }

const events: readonly TunnelEvent[] = [
  { name: 'up-asked' },
  { name: 'down-asked' },
  { name: 'retry-asked' },
  { name: 'network-changed' },
  { name: 'retry-due' },
  { name: 'attempt-succeeded' },
  { name: 'attempt-failed', failure: refused },
  { name: 'attempt-failed', failure: wrongPassword },
  { name: 'connection-lost', failure: gone, livedMs: 60_000 },
]

describe('the table', () => {
  // One row per state, one word per event of the list above. A dot stays; the rest is `new state: effects`.
  const table: readonly (readonly [Life, readonly string[]])[] = [
    [stopped, ['connecting: connect', '.', '.', '.', '.', '.', '.', '.', '.']],
    [connecting, ['.', 'stopped: disconnect', '.', '.', '.', 'connected: ', 'retrying: wait', 'blocked: ', '.']],
    [connected, ['.', 'stopped: disconnect', '.', 'connected: probe', '.', '.', '.', '.', 'retrying: wait']],
    [
      retrying,
      [
        '.',
        'stopped: stop-waiting',
        'connecting: stop-waiting connect',
        'connecting: stop-waiting connect',
        'connecting: connect',
        '.',
        '.',
        '.',
        '.',
      ],
    ],
    [blocked, ['connecting: connect', 'stopped: ', 'connecting: connect', '.', '.', '.', '.', '.', '.']],
  ]
  const cells = table.flatMap(([life, row]) => row.map((expected, index) => [life, events[index]!, expected] as const))

  test.each(cells)('from $0.name by $1.name: $2', (life, event, expected) => {
    const step = transition(life, event, circumstances)
    const effects = step.effects.map(({ effect }) => effect).join(' ')
    expect(step.life === life && effects === '' ? '.' : `${step.life.name}: ${effects}`).toBe(expected)
  })
})

describe('a tunnel', () => {
  test('counts its attempts, and begins again at one after a connection was up', () => {
    const failed = transition(connecting, { name: 'attempt-failed', failure: refused }, circumstances).life
    expect(failed).toMatchObject({ name: 'retrying', attempt: 3 })
    expect(transition(failed, { name: 'retry-due' }, circumstances).life).toMatchObject({ name: 'connecting', attempt: 3 })
    const lost = transition(connected, { name: 'connection-lost', failure: gone, livedMs: 60_000 }, circumstances).life
    expect(lost).toMatchObject({ name: 'retrying', attempt: 1, retryAt: '2026-01-01T00:00:00.250Z' })
  })

  test('says the failure and the time of the next attempt, and nothing of its arithmetic', () => {
    const { life, effects } = transition(connecting, { name: 'attempt-failed', failure: refused }, circumstances)
    expect(effects).toEqual([{ effect: 'wait', delayMs: 500 }])
    expect(shownState(life)).toEqual({ name: 'retrying', attempt: 3, retryAt: '2026-01-01T00:00:00.500Z', failure: refused })
  })

  test('forgets its long delays when the network changes', () => {
    const tried = transition(retrying, { name: 'network-changed' }, circumstances).life
    expect(transition(tried, { name: 'attempt-failed', failure: refused }, circumstances).effects).toEqual([
      { effect: 'wait', delayMs: 500 },
    ])
  })

  test('stops and asks when a connection that was up meets a changed host key at a key exchange', () => {
    const changed: Failure = {
      code: 'host-key-changed',
      host: 'mail.example.org',
      port: 22,
      keyType: 'ssh-ed25519',
      fingerprint: 'SHA256:x',
      known: [],
      source: '',
    }
    const { life } = transition(connected, { name: 'connection-lost', failure: changed, livedMs: 60_000 }, circumstances)
    expect(life.name).toBe('blocked')
  })
})

describe('whatever happens, in any order', () => {
  const anyFailure = fc.constantFrom<Failure>(
    refused,
    wrongPassword,
    gone,
    { code: 'keychain-locked' },
    { code: 'offline', host: 'x' },
  )
  const anyEvent = fc.oneof(
    fc.constantFrom<TunnelEvent>(
      { name: 'up-asked' },
      { name: 'down-asked' },
      { name: 'retry-asked' },
      { name: 'network-changed' },
      { name: 'retry-due' },
      { name: 'attempt-succeeded' },
    ),
    anyFailure.map((failure): TunnelEvent => ({ name: 'attempt-failed', failure })),
    fc.tuple(anyFailure, fc.nat(100_000)).map(([failure, livedMs]): TunnelEvent => ({ name: 'connection-lost', failure, livedMs })),
  )
  const anyStep = fc.record({ event: anyEvent, random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) })

  /** What the effects leave running: a timer, and an attempt or connection. A connection that is lost or an attempt that ended is gone. */
  const run = (running: { readonly timers: number; readonly connections: number }, effects: readonly Effect[]) =>
    effects.reduce(
      ({ timers, connections }, { effect }) => ({
        timers: timers + (effect === 'wait' ? 1 : effect === 'stop-waiting' ? -1 : 0),
        connections: connections + (effect === 'connect' ? 1 : effect === 'disconnect' ? -1 : 0),
      }),
      running,
    )

  const expected = (life: Life) => ({
    timers: life.name === 'retrying' ? 1 : 0,
    connections: life.name === 'connecting' || life.name === 'connected' ? 1 : 0,
  })

  test('one timer runs while retrying, one connection while connecting or connected, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 100 }), (steps) => {
        let life: Life = stopped
        let running = expected(life)
        for (const { event, random } of steps) {
          const step = transition(life, event, { ...circumstances, random })
          const ended =
            (event.name === 'attempt-failed' && life.name === 'connecting') ||
            (event.name === 'connection-lost' && life.name === 'connected')
          const fired = event.name === 'retry-due' && life.name === 'retrying'
          running = run(
            { timers: running.timers - (fired ? 1 : 0), connections: running.connections - (ended ? 1 : 0) },
            step.effects,
          )
          life = step.life
          expect(running).toEqual(expected(life))
        }
      }),
    )
  })

  test('a delay is never longer than the longest, and a failure that needs a person is never retried by itself', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 100 }), (steps) => {
        let life: Life = stopped
        for (const { event, random } of steps) {
          const step = transition(life, event, { ...circumstances, random })
          for (const effect of step.effects)
            if (effect.effect === 'wait') expect(effect.delayMs).toBeLessThanOrEqual(circumstances.longestRetryMs)
          if (step.life.name === 'retrying') expect(needsPerson(step.life.failure)).toBe(false)
          if (life.name === 'blocked' && step.life.name !== 'blocked')
            expect(['up-asked', 'retry-asked', 'down-asked']).toContain(event.name)
          life = step.life
        }
      }),
    )
  })

  test('down always stops it', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const life = steps.reduce<Life>(
          (now, { event, random }) => transition(now, event, { ...circumstances, random }).life,
          stopped,
        )
        expect(transition(life, { name: 'down-asked' }, circumstances).life).toEqual(stopped)
      }),
    )
  })
})
