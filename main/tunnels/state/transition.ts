import { assertNever } from '../../../contract/assert-never.ts'
import type { Failure } from '../../../contract/failure.ts'
import { isOfAbsentNetwork } from './absent-network.ts'
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

/** Nobody wants the connection now: a mail client that calls later is worth an attempt, and the time until then is not. */
const isUnwanted = (context: TransitionContext): boolean => context.connect === 'on-first-use' && !context.isInUse

/** After a failure: ask the person, wait for a mail client to call or for a network, or try again. */
const afterTrouble = (failure: Failure, attempt: number, backoff: Backoff, context: TransitionContext): Step => {
  if (needsPerson(failure)) return stay({ name: 'blocked', failure })
  const isOffline = !context.isOnline && isOfAbsentNetwork(failure)
  // That a computer has no network is no reason to alarm a person who wants nothing of it; nor is the end of a connection that nobody used.
  if (isUnwanted(context)) return waiting(isOffline || failure.code === 'unused-connection-ended' ? undefined : failure)
  if (isOffline) return stay({ name: 'offline', failure })
  const { now, random, longestRetryMs } = context
  const delayMs = retryDelayMs(backoff, { longestMs: longestRetryMs, random })
  const retryAt = new Date(now + delayMs).toISOString()
  return { state: { name: 'retrying', attempt, retryAt, failure, backoff }, effects: [{ effect: 'wait', delayMs }] }
}

const stopLinger = ({ lingering }: In<'connected'>): readonly Effect[] => (lingering ? [{ effect: 'stop-waiting' }] : [])

/** Begins the linger of a connection, anew where it had begun. */
const linger = (state: In<'connected'>, { connect: when, lingerMs }: TransitionContext): Step => {
  const effects = stopLinger(state)
  if (when !== 'on-first-use' || lingerMs === undefined)
    return { state: state.lingering ? { ...state, lingering: false } : state, effects }
  return { state: { ...state, lingering: true }, effects: [...effects, { effect: 'linger', delayMs: lingerMs }] }
}

/**
 * A tunnel's states as a pure function. An event that means nothing in a state leaves it as it is: what was sent before the state
 * changed may arrive after it.
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
      // Who called may have given up, and a person may have asked for a connection that nobody uses.
      return linger({ name: 'connected', since, backoff: state.backoff, lingering: false }, context)
    }
    case 'attempt-failed':
      return afterTrouble(event.failure, state.attempt + 1, state.backoff, context)
    case 'disconnect-requested':
      return stopped({ effect: 'disconnect' })
    // What was sent by the old network may wait for its answer until the time is over. An attempt begun anew would throw away what a
    // person is just answering.
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
      // Begun anew while it is in use: a mail client that gives up before it has a channel tells nobody, so no event would begin it.
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
    // What made the earlier attempts fail is likely gone: the next delays begin small again.
    case 'retry-requested':
    case 'network-changed':
      return connect(state.attempt, freshBackoff, [{ effect: 'stop-waiting' }])
    case 'disconnect-requested':
      return stopped({ effect: 'stop-waiting' })
    // A mail client that calls meanwhile waits with the others: each call would otherwise be one more attempt at a server that is away.
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
      // Who called may have given up meanwhile.
      return isUnwanted(context) ? waiting(undefined) : connect(1, freshBackoff)
    // The network may be back and not told yet. Without one the mail client is held: an attempt could only fail.
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
    // A network that changed or a mail client that calls makes no refused log-in right, and each try may count against the account.
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
