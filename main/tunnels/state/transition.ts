import { assertNever } from '../../../contract/assert-never.ts'
import type { Failure, FailureCode } from '../../../contract/failure.ts'
import type { TransitionContext, Effect, MachineState, Step, TunnelEvent } from './machine.ts'
import { needsPerson } from './needs-person.ts'
import { afterFailure, afterLoss, freshBackoff, retryDelayMs } from './retry-delay.ts'
import type { Backoff } from './retry-delay.ts'

type In<Name extends MachineState['name']> = Extract<MachineState, { name: Name }>

const stay = (state: MachineState): Step => ({ state, effects: [] })

const connect = (attempt: number, backoff: Backoff, before: readonly Effect[] = []): Step => ({
  state: { name: 'connecting', attempt, backoff },
  effects: [...before, { effect: 'connect' }],
})

const stopped = (...effects: readonly Effect[]): Step => ({ state: { name: 'stopped' }, effects })

const waiting = (failure: Failure | undefined, ...effects: readonly Effect[]): Step => ({
  state: { name: 'waiting', failure },
  effects,
})

const causedByAbsence: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'offline',
  'host-not-found',
  'name-server-silent',
  'host-unreachable',
  'connection-timeout',
  'server-silent',
  'connection-lost',
  'peer-silent',
])

/**
 * Whether a missing network can cause this failure. A failure that is an answer (a refused connection, a refused log-in) came over a network,
 * or from this very computer.
 */
const isOfAbsentNetwork = (failure: Failure): boolean =>
  causedByAbsence.has(failure.code === 'jump-host-failed' ? failure.cause.code : failure.code)

/** Whether nobody wants the connection now. A tunnel on first use without a mail client makes no attempt until one calls. */
const isUnwanted = (context: TransitionContext): boolean => context.connect === 'on-first-use' && !context.isInUse

/** After a failure: ask the person, wait for a mail client to call or for a network, or try again. */
const afterTrouble = (failure: Failure, attempt: number, backoff: Backoff, context: TransitionContext): Step => {
  if (needsPerson(failure)) return stay({ name: 'blocked', failure })
  const isOffline = !context.isOnline && isOfAbsentNetwork(failure)
  // Neither a missing network nor the end of an unused connection is shown to a person who wants no connection.
  if (isUnwanted(context)) return waiting(isOffline || failure.code === 'unused-connection-ended' ? undefined : failure)
  if (isOffline) return stay({ name: 'offline', failure })
  const { now, random, longestRetryMs } = context
  const delayMs = retryDelayMs(backoff, { longestMs: longestRetryMs, random })
  const retryAt = new Date(now + delayMs).toISOString()
  return { state: { name: 'retrying', attempt, retryAt, failure, backoff }, effects: [{ effect: 'wait', delayMs }] }
}

const stopLinger = ({ lingering }: In<'connected'>): readonly Effect[] => (lingering ? [{ effect: 'stop-waiting' }] : [])

/** Begins the linger of a connection, or begins it again. */
const linger = (state: In<'connected'>, { connect: when, lingerMs }: TransitionContext): Step => {
  const effects = stopLinger(state)
  if (when !== 'on-first-use' || lingerMs === undefined)
    return { state: state.lingering ? { ...state, lingering: false } : state, effects }
  return { state: { ...state, lingering: true }, effects: [...effects, { effect: 'linger', delayMs: lingerMs }] }
}

/**
 * A tunnel's states as a pure function. An event without a meaning in a state leaves it unchanged, because an event may arrive after the
 * state for which it was sent.
 */
export const transition = (state: MachineState, event: TunnelEvent, context: TransitionContext): Step => {
  switch (state.name) {
    case 'stopped':
      return whileStopped(state, event, context)
    case 'waiting':
      return whileWaiting(state, event)
    case 'connecting':
      return whileConnecting(state, event, context)
    case 'connected':
      return whileConnected(state, event, context)
    case 'retrying':
      return whileRetrying(state, event)
    case 'offline':
      return whileOffline(state, event, context)
    case 'blocked':
      return whileBlocked(state, event)
    default:
      return assertNever(state)
  }
}

const whileStopped = (state: In<'stopped'>, event: TunnelEvent, context: TransitionContext): Step => {
  if (event.name !== 'connect-requested') return stay(state)
  return context.connect === 'on-first-use' ? waiting(undefined) : connect(1, freshBackoff)
}

const whileWaiting = (state: In<'waiting'>, event: TunnelEvent): Step => {
  switch (event.name) {
    case 'client-called':
    case 'connect-requested':
    case 'retry-requested':
      return connect(1, freshBackoff)
    case 'disconnect-requested':
      return stopped()
    case 'network-changed':
    case 'retry-due':
    case 'channels-closed':
    case 'linger-over':
    case 'attempt-succeeded':
    case 'attempt-failed':
    case 'connection-lost':
      return stay(state)
    default:
      return assertNever(event)
  }
}

const whileConnecting = (state: In<'connecting'>, event: TunnelEvent, context: TransitionContext): Step => {
  switch (event.name) {
    case 'attempt-succeeded': {
      const since = new Date(context.now).toISOString()
      // The mail client may have given up since, and a person may have asked for a connection without one.
      return linger({ name: 'connected', since, backoff: state.backoff, lingering: false }, context)
    }
    case 'attempt-failed':
      return afterTrouble(event.failure, state.attempt + 1, state.backoff, context)
    case 'disconnect-requested':
      return stopped({ effect: 'disconnect' })
    // Packets sent over the old network may wait for an answer until the timeout, so the attempt begins again. A question to a person
    // would be lost by that.
    case 'network-changed':
      return context.isAsking ? stay(state) : connect(state.attempt, freshBackoff, [{ effect: 'disconnect' }])
    case 'retry-requested':
    case 'connect-requested':
    case 'client-called':
    case 'retry-due':
    case 'channels-closed':
    case 'linger-over':
    case 'connection-lost':
      return stay(state)
    default:
      return assertNever(event)
  }
}

const whileConnected = (state: In<'connected'>, event: TunnelEvent, context: TransitionContext): Step => {
  switch (event.name) {
    case 'connection-lost': {
      const { state: next, effects } = afterTrouble(event.failure, 1, afterLoss(state.backoff, event.livedMs), context)
      return { state: next, effects: [...stopLinger(state), ...effects] }
    }
    case 'channels-closed':
      return linger(state, context)
    case 'linger-over':
      if (!state.lingering) return stay(state)
      // The linger begins again while in use, because no event reports a mail client that gives up before it has a channel.
      return isUnwanted(context) ? waiting(undefined, { effect: 'disconnect' }) : linger({ ...state, lingering: false }, context)
    case 'network-changed':
      return { state, effects: [{ effect: 'probe' }] }
    case 'disconnect-requested':
      return stopped(...stopLinger(state), { effect: 'disconnect' })
    case 'connect-requested':
    case 'retry-requested':
    case 'client-called':
    case 'retry-due':
    case 'attempt-succeeded':
    case 'attempt-failed':
      return stay(state)
    default:
      return assertNever(event)
  }
}

const whileRetrying = (state: In<'retrying'>, event: TunnelEvent): Step => {
  switch (event.name) {
    case 'retry-due':
      return connect(state.attempt, afterFailure(state.backoff))
    // The cause of the earlier failures is probably gone, so the delays begin small again.
    case 'retry-requested':
    case 'network-changed':
      return connect(state.attempt, freshBackoff, [{ effect: 'stop-waiting' }])
    case 'disconnect-requested':
      return stopped({ effect: 'stop-waiting' })
    // A mail client that calls now waits with the others. Otherwise each call would be one more attempt to reach an absent server.
    case 'client-called':
    case 'connect-requested':
    case 'channels-closed':
    case 'linger-over':
    case 'attempt-succeeded':
    case 'attempt-failed':
    case 'connection-lost':
      return stay(state)
    default:
      return assertNever(event)
  }
}

const whileOffline = (state: In<'offline'>, event: TunnelEvent, context: TransitionContext): Step => {
  switch (event.name) {
    case 'network-changed':
      if (!context.isOnline) return stay(state)
      // The mail client may have given up since.
      return isUnwanted(context) ? waiting(undefined) : connect(1, freshBackoff)
    // The network may be back before its event arrives. Without a network the mail client is held, because an attempt could only fail.
    case 'client-called':
      return context.isOnline ? connect(1, freshBackoff) : stay(state)
    case 'connect-requested':
    case 'retry-requested':
      return connect(1, freshBackoff)
    case 'disconnect-requested':
      return stopped()
    case 'retry-due':
    case 'channels-closed':
    case 'linger-over':
    case 'attempt-succeeded':
    case 'attempt-failed':
    case 'connection-lost':
      return stay(state)
    default:
      return assertNever(event)
  }
}

const whileBlocked = (state: In<'blocked'>, event: TunnelEvent): Step => {
  switch (event.name) {
    case 'connect-requested':
    case 'retry-requested':
      return connect(1, freshBackoff)
    case 'disconnect-requested':
      return stopped()
    // Neither a new network nor a mail client makes a refused log-in succeed, and each attempt may count against the account.
    case 'network-changed':
    case 'client-called':
    case 'retry-due':
    case 'channels-closed':
    case 'linger-over':
    case 'attempt-succeeded':
    case 'attempt-failed':
    case 'connection-lost':
      return stay(state)
    default:
      return assertNever(event)
  }
}
