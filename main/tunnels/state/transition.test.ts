import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { DirectFailure, Failure } from '../../../contract/failure.ts'
import { needsPerson } from './needs-person.ts'
import { shownState } from './machine.ts'
import type { TransitionContext, Effect, MachineState, TunnelEvent } from './machine.ts'
import { freshBackoff } from './retry-delay.ts'
import { transition } from './transition.ts'

const context: TransitionContext = {
  now: Date.UTC(2026, 0, 1),
  random: 0.5,
  longestRetryMs: 60_000,
  connect: 'manual',
  lingerMs: 5000,
  isInUse: false,
  isOnline: true,
  isAsking: false,
}
const onFirstUse: TransitionContext = { ...context, connect: 'on-first-use' }
const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const wrongPassword: Failure = { code: 'login-refused', host: 'mail.example.org', user: 'bob', tried: ['password'], accepted: [] }
const gone: Failure = { code: 'connection-lost', host: 'mail.example.org', reason: 'server-closed' }
const noNetwork: Failure = { code: 'offline', host: 'mail.example.org' }

const stopped: MachineState = { name: 'stopped' }
const waiting: MachineState = { name: 'waiting', failure: undefined }
const connecting: MachineState = { name: 'connecting', attempt: 2, backoff: freshBackoff }
const connected: MachineState = { name: 'connected', since: '2026-01-01T00:00:00.000Z', backoff: freshBackoff, lingering: false }
const lingering: MachineState = { ...connected, lingering: true }
const offline: MachineState = { name: 'offline', failure: gone }
const retrying: MachineState = {
  name: 'retrying',
  attempt: 3,
  retryAt: '2026-01-01T00:00:30.000Z',
  failure: refused,
  backoff: { ...freshBackoff, doublings: 5 },
}
const blocked: MachineState = { name: 'blocked', failure: wrongPassword }

const events: readonly TunnelEvent[] = [
  { name: 'connect-requested' },
  { name: 'disconnect-requested' },
  { name: 'retry-requested' },
  { name: 'network-changed' },
  { name: 'retry-due' },
  { name: 'client-called' },
  { name: 'channels-closed' },
  { name: 'linger-over' },
  { name: 'attempt-succeeded' },
  { name: 'attempt-failed', failure: refused },
  { name: 'attempt-failed', failure: wrongPassword },
  { name: 'attempt-failed', failure: noNetwork },
  { name: 'connection-lost', failure: gone, livedMs: 60_000 },
  { name: 'connection-lost', failure: wrongPassword, livedMs: 60_000 },
]

describe('the table', () => {
  const down = { lingering: 'stopped: stop-waiting disconnect', connected: 'stopped: disconnect' }
  // For each state, `new state: effects` for each event with a meaning there. Every other event leaves the state unchanged.
  type Row = Readonly<Partial<Record<`${TunnelEvent['name']}${'' | ' for ever' | ' offline'}`, string>>>
  const asked: Row = {
    'connect-requested': 'connecting: connect',
    'retry-requested': 'connecting: connect',
    'disconnect-requested': 'stopped: ',
  }
  const retryingRow: Row = {
    'disconnect-requested': 'stopped: stop-waiting',
    'retry-requested': 'connecting: stop-waiting connect',
    'network-changed': 'connecting: stop-waiting connect',
    'retry-due': 'connecting: connect',
  }
  const connectingRow: Row = {
    'disconnect-requested': 'stopped: disconnect',
    'network-changed': 'connecting: disconnect connect',
    'attempt-succeeded': 'connected: ',
    'attempt-failed': 'retrying: wait',
    'attempt-failed offline': 'retrying: wait',
    'attempt-failed for ever': 'blocked: ',
  }
  const connectedRow: Row = {
    'disconnect-requested': down.connected,
    'network-changed': 'connected: probe',
    'connection-lost': 'retrying: wait',
    'connection-lost for ever': 'blocked: ',
  }
  const waitingRow: Row = { ...asked, 'client-called': 'connecting: connect' }
  const lingers = 'connected lingering: linger'
  const lingeringRow: Row = {
    'disconnect-requested': down.lingering,
    'network-changed': 'connected lingering: probe',
    'channels-closed': 'connected lingering: stop-waiting linger',
    'linger-over': 'waiting: disconnect',
    'connection-lost': 'waiting: stop-waiting',
    'connection-lost for ever': 'blocked: stop-waiting',
  }
  const inUse: TransitionContext = { ...onFirstUse, isInUse: true }
  const forEver: TransitionContext = { ...onFirstUse, lingerMs: undefined }
  const unused: Row = {
    ...connectingRow,
    'attempt-succeeded': lingers,
    'attempt-failed': 'waiting: ',
    'attempt-failed offline': 'waiting: ',
  }
  const atStart: TransitionContext = { ...context, connect: 'at-start' }
  const noAsking: Row = { ...connectingRow, 'network-changed': '.' }
  const away: TransitionContext = { ...context, isOnline: false }
  const awayOnFirstUse: TransitionContext = { ...onFirstUse, isOnline: false }
  const lostAway = { 'connection-lost': 'offline: ' }
  const failsAway = { 'attempt-failed offline': 'offline: ' }
  const offlineRow: Row = { ...asked, 'client-called': 'connecting: connect', 'network-changed': 'connecting: connect' }

  const rows: readonly (readonly [string, MachineState, TransitionContext, Row])[] = [
    ['a tunnel of a person', stopped, context, { 'connect-requested': 'connecting: connect' }],
    ['a tunnel of a person', connecting, context, connectingRow],
    ['a tunnel of a person', connected, context, connectedRow],
    ['a tunnel of a person', retrying, context, retryingRow],
    ['a tunnel of a person', blocked, context, asked],
    ['one on first use', stopped, onFirstUse, { 'connect-requested': 'waiting: ' }],
    ['one on first use', waiting, onFirstUse, waitingRow],
    ['one on first use that nobody uses', connecting, onFirstUse, unused],
    ['one on first use that somebody uses', connecting, inUse, { ...connectingRow, 'attempt-succeeded': lingers }],
    ['one on first use for ever', connecting, forEver, { ...unused, 'attempt-succeeded': 'connected: ' }],
    ['one on first use that somebody uses', connected, inUse, { ...connectedRow, 'channels-closed': lingers }],
    [
      'one on first use that nobody uses',
      connected,
      onFirstUse,
      { ...connectedRow, 'channels-closed': lingers, 'connection-lost': 'waiting: ' },
    ],
    ['one on first use for ever', connected, forEver, { ...connectedRow, 'connection-lost': 'waiting: ' }],
    ['one on first use that nobody uses', lingering, onFirstUse, lingeringRow],
    [
      'one on first use that somebody calls',
      lingering,
      inUse,
      { ...lingeringRow, 'linger-over': lingers, 'connection-lost': 'retrying: stop-waiting wait' },
    ],
    [
      'one whose linger was changed to for ever',
      lingering,
      { ...forEver, isInUse: true },
      {
        ...lingeringRow,
        'channels-closed': 'connected: stop-waiting',
        'linger-over': 'connected: ',
        'connection-lost': 'retrying: stop-waiting wait',
      },
    ],
    ['one on first use', retrying, onFirstUse, retryingRow],
    ['one that connects at start', stopped, atStart, { 'connect-requested': 'connecting: connect' }],
    ['one that connects at start', connected, atStart, connectedRow],
    ['one whose person is asked', connecting, { ...context, isAsking: true }, noAsking],
    ['one without a network', connecting, away, { ...connectingRow, ...failsAway }],
    ['one without a network', connected, away, { ...connectedRow, ...lostAway }],
    ['one without a network', retrying, away, retryingRow],
    ['one without a network', blocked, away, asked],
    ['one without a network', offline, away, asked],
    ['one on first use that nobody uses, without a network', connecting, awayOnFirstUse, unused],
    ['one on first use that nobody uses, without a network', lingering, awayOnFirstUse, lingeringRow],
    [
      'one on first use that somebody uses, without a network',
      lingering,
      { ...inUse, isOnline: false },
      { ...lingeringRow, 'linger-over': lingers, 'connection-lost': 'offline: stop-waiting' },
    ],
    ['one that has a network again', offline, context, offlineRow],
    ['one on first use that somebody uses, and that has a network again', offline, inUse, offlineRow],
    [
      'one on first use that nobody uses any longer, and that has a network again',
      offline,
      onFirstUse,
      { ...offlineRow, 'network-changed': 'waiting: ' },
    ],
    ['one on first use', blocked, onFirstUse, asked],
  ]
  const cells = rows.flatMap(([which, state, now, row]) =>
    events.map((event) => {
      const isForEver = 'failure' in event && needsPerson(event.failure)
      const kind = isForEver ? ' for ever' : 'failure' in event && event.failure === noNetwork ? ' offline' : ''
      const shown = state.name === 'connected' && state.lingering ? 'lingering' : state.name
      return { which, shown, state, now, event, expected: row[`${event.name}${kind}`] ?? '.' }
    }),
  )

  test.each(cells)('of $which, $shown, at $event.name: $expected', ({ state, now, event, expected }) => {
    const step = transition(state, event, now)
    const effects = step.effects.map(({ effect }) => effect).join(' ')
    const name = step.state.name === 'connected' && step.state.lingering ? 'connected lingering' : step.state.name
    expect(step.state === state && effects === '' ? '.' : `${name}: ${effects}`).toBe(expected)
  })
})

describe('a tunnel', () => {
  test('counts its attempts, and begins again at one after a connection', () => {
    const failed = transition(connecting, { name: 'attempt-failed', failure: refused }, context).state
    expect(failed).toMatchObject({ name: 'retrying', attempt: 3 })
    expect(transition(failed, { name: 'retry-due' }, context).state).toMatchObject({ name: 'connecting', attempt: 3 })
    const lost = transition(connected, { name: 'connection-lost', failure: gone, livedMs: 60_000 }, context).state
    expect(lost).toMatchObject({ name: 'retrying', attempt: 1, retryAt: '2026-01-01T00:00:00.250Z' })
  })

  test('shows the failure and the time of the next attempt, without its backoff', () => {
    const { state, effects } = transition(connecting, { name: 'attempt-failed', failure: refused }, context)
    expect(effects).toEqual([{ effect: 'wait', delayMs: 500 }])
    expect(shownState(state)).toEqual({ name: 'retrying', attempt: 3, retryAt: '2026-01-01T00:00:00.500Z', failure: refused })
  })

  test('forgets its long delays when the network changes', () => {
    const tried = transition(retrying, { name: 'network-changed' }, context).state
    expect(transition(tried, { name: 'attempt-failed', failure: refused }, context).effects).toEqual([
      { effect: 'wait', delayMs: 500 },
    ])
  })

  test('stops and asks when the host key has changed at a key exchange of a connection', () => {
    const changed: Failure = {
      code: 'host-key-changed',
      host: 'mail.example.org',
      port: 22,
      keyType: 'ssh-ed25519',
      fingerprint: 'SHA256:x',
      known: [],
      source: { kind: 'connection' },
    }
    const { state } = transition(connected, { name: 'connection-lost', failure: changed, livedMs: 60_000 }, context)
    expect(state.name).toBe('blocked')
  })
})

describe('a tunnel without a network', () => {
  const away: TransitionContext = { ...context, isOnline: false }
  const viaJump = (cause: DirectFailure): Failure => ({ code: 'jump-host-failed', account: 'gate', cause })
  const after = (failure: Failure, around = away): string =>
    transition(connecting, { name: 'attempt-failed', failure }, around).state.name

  test.each<Failure>([
    noNetwork,
    gone,
    { code: 'host-not-found', host: 'mail.example.org' },
    { code: 'host-unreachable', host: 'mail.example.org', port: 22 },
    { code: 'connection-timeout', host: 'mail.example.org', port: 22, seconds: 20 },
    { code: 'peer-silent', host: 'mail.example.org', seconds: 30 },
    viaJump({ code: 'host-not-found', host: 'gate.example.org' }),
  ])('waits for a network after $code $cause.code, and retries with one', (failure) => {
    expect(after(failure)).toBe('offline')
    expect(after(failure, context)).toBe('retrying')
  })

  test.each<Failure>([
    refused,
    { code: 'not-an-ssh-server', host: 'mail.example.org', port: 22, said: '220' },
    { code: 'agent-unreachable', address: 'pageant', reason: 'agent-error' },
    viaJump({ code: 'connection-refused', host: 'gate.example.org', port: 22 }),
  ])('retries after $code $cause.code', (failure) => {
    expect(after(failure)).toBe('retrying')
  })

  test('asks the person where only a person can help', () => {
    expect(after(wrongPassword)).toBe('blocked')
    expect(after(viaJump(wrongPassword))).toBe('blocked')
  })

  test('shows the last failure, and begins again at attempt one', () => {
    const lost = transition(connected, { name: 'connection-lost', failure: gone, livedMs: 60_000 }, away).state
    expect(shownState(lost)).toEqual({ name: 'offline', failure: gone })
    const back = transition(lost, { name: 'network-changed' }, context).state
    expect(shownState(back)).toEqual({ name: 'connecting', attempt: 1 })
  })

  test('shows no failure while no mail client wants the connection', () => {
    const { state } = transition(connecting, { name: 'attempt-failed', failure: noNetwork }, { ...onFirstUse, isOnline: false })
    expect(shownState(state)).toEqual({ name: 'waiting' })
  })
})

describe('a tunnel on first use', () => {
  test('shows the last failure while it waits, and none after a linger', () => {
    const failed = transition(connecting, { name: 'attempt-failed', failure: refused }, onFirstUse).state
    expect(shownState(failed)).toEqual({ name: 'waiting', failure: refused })
    const lost = transition(connected, { name: 'connection-lost', failure: gone, livedMs: 1 }, onFirstUse).state
    expect(shownState(lost)).toEqual({ name: 'waiting', failure: gone })
    expect(shownState(transition(lingering, { name: 'linger-over' }, onFirstUse).state)).toEqual({ name: 'waiting' })
  })

  test('shows no failure where the server ended an unused connection', () => {
    const ended: Failure = { code: 'unused-connection-ended', host: 'mail.example.org', seconds: 60 }
    const { state } = transition(lingering, { name: 'connection-lost', failure: ended, livedMs: 60_000 }, onFirstUse)
    expect(shownState(state)).toEqual({ name: 'waiting' })
  })

  test('begins with attempt one at each call', () => {
    expect(shownState(transition(waiting, { name: 'client-called' }, onFirstUse).state)).toEqual({ name: 'connecting', attempt: 1 })
  })

  test('lingers for the time of the settings', () => {
    const { effects } = transition(connected, { name: 'channels-closed' }, { ...onFirstUse, lingerMs: 1234 })
    expect(effects).toEqual([{ effect: 'linger', delayMs: 1234 }])
  })

  test('does not show its linger', () => {
    expect(shownState(lingering)).toEqual(shownState(connected))
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
  const anyAsked = fc.constantFrom<TunnelEvent>(
    { name: 'connect-requested' },
    { name: 'disconnect-requested' },
    { name: 'retry-requested' },
    { name: 'network-changed' },
    { name: 'retry-due' },
    { name: 'client-called' },
    { name: 'channels-closed' },
    { name: 'linger-over' },
    { name: 'attempt-succeeded' },
  )
  const anyEvent = fc.oneof(
    { arbitrary: anyAsked, weight: 4 },
    anyFailure.map((failure): TunnelEvent => ({ name: 'attempt-failed', failure })),
    fc.tuple(anyFailure, fc.nat(100_000)).map(([failure, livedMs]): TunnelEvent => ({ name: 'connection-lost', failure, livedMs })),
  )
  const anyStep = fc.record({
    event: anyEvent,
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    isInUse: fc.boolean(),
    lingerMs: fc.constantFrom(5000, undefined),
    isOnline: fc.boolean(),
    isAsking: fc.boolean(),
  })
  // The arrays are large, because only few sequences of events lead to a new state.
  const anySteps = fc.array(anyStep, { maxLength: 100, size: 'max' })
  const anyConnect = fc.constantFrom<TransitionContext['connect']>('manual', 'at-start', 'on-first-use')

  /** Counts the running timers and connections (or attempts) after the effects. */
  const run = (running: { readonly timers: number; readonly connections: number }, effects: readonly Effect[]) =>
    effects.reduce(
      ({ timers, connections }, { effect }) => ({
        timers: timers + (effect === 'wait' || effect === 'linger' ? 1 : effect === 'stop-waiting' ? -1 : 0),
        connections: connections + (effect === 'connect' ? 1 : effect === 'disconnect' ? -1 : 0),
      }),
      running,
    )

  const expected = (state: MachineState) => ({
    timers: state.name === 'retrying' || (state.name === 'connected' && state.lingering) ? 1 : 0,
    connections: state.name === 'connecting' || state.name === 'connected' ? 1 : 0,
  })

  test('one timer runs while retrying or lingering, one connection while connecting or connected, and nothing else', () => {
    fc.assert(
      fc.property(anyConnect, anySteps, (connect, steps) => {
        let state: MachineState = stopped
        let running = expected(state)
        for (const { event, ...around } of steps) {
          const step = transition(state, event, { ...context, connect, ...around })
          const ended =
            (event.name === 'attempt-failed' && state.name === 'connecting') ||
            (event.name === 'connection-lost' && state.name === 'connected')
          const fired =
            (event.name === 'retry-due' && state.name === 'retrying') ||
            (event.name === 'linger-over' && state.name === 'connected' && state.lingering)
          running = run(
            { timers: running.timers - (fired ? 1 : 0), connections: running.connections - (ended ? 1 : 0) },
            step.effects,
          )
          state = step.state
          expect(running).toEqual(expected(state))
        }
      }),
    )
  })

  test('a delay is never longer than the longest, and a failure that needs a person is never retried by itself', () => {
    fc.assert(
      fc.property(anyConnect, anySteps, (connect, steps) => {
        let state: MachineState = stopped
        for (const { event, ...around } of steps) {
          const step = transition(state, event, { ...context, connect, ...around })
          for (const effect of step.effects)
            if (effect.effect === 'wait') expect(effect.delayMs).toBeLessThanOrEqual(context.longestRetryMs)
          if (step.state.name === 'retrying') expect(needsPerson(step.state.failure)).toBe(false)
          if (state.name === 'connecting' && around.isAsking && event.name === 'network-changed') expect(step.effects).toEqual([])
          if (step.state.name === 'offline' && state.name !== 'offline') expect(around.isOnline).toBe(false)
          if (state.name === 'blocked' && step.state.name !== 'blocked')
            expect(['connect-requested', 'retry-requested', 'disconnect-requested']).toContain(event.name)
          state = step.state
        }
      }),
    )
  })

  test('a manual tunnel, or one that connects at start, neither waits for a mail client nor hangs up without one', () => {
    fc.assert(
      fc.property(fc.constantFrom('manual', 'at-start'), anySteps, (connect, steps) => {
        let state: MachineState = stopped
        for (const { event, ...around } of steps) {
          state = transition(state, event, { ...context, connect, ...around }).state
          expect(state.name === 'waiting' || (state.name === 'connected' && state.lingering)).toBe(false)
        }
      }),
    )
  })

  test('a tunnel on first use never ends a connection that a mail client uses, unless it is asked to', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        let state: MachineState = stopped
        for (const { event, ...around } of steps) {
          const { effects, ...step } = transition(state, event, { ...onFirstUse, ...around })
          if (state.name === 'connected' && around.isInUse && event.name !== 'disconnect-requested')
            expect(effects).not.toContainEqual({ effect: 'disconnect' })
          state = step.state
        }
      }),
    )
  })

  test('a disconnect always stops the tunnel', () => {
    fc.assert(
      fc.property(anyConnect, anySteps, (connect, steps) => {
        const state = steps.reduce<MachineState>(
          (now, { event, ...around }) => transition(now, event, { ...context, connect, ...around }).state,
          stopped,
        )
        expect(transition(state, { name: 'disconnect-requested' }, context).state).toEqual(stopped)
      }),
    )
  })
})
