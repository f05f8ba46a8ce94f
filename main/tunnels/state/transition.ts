import { assertNever } from '../../../contract/assert-never.ts'
import type { Failure } from '../../../contract/failure.ts'
import { isOfAbsentNetwork } from './absent-network.ts'
import type { TransitionContext, Effect, MachineState, Step, TunnelEvent } from './machine.ts'
import { needsPerson } from './needs-person.ts'
import { afterFailure, afterLoss, freshBackoff, retryDelayMs } from './retry-delay.ts'
import type { Backoff } from './retry-delay.ts'

type In<Name extends MachineState['name']> = Extract<MachineState, { name: Name }>

const stay = (life: MachineState): Step => ({ life, effects: [] })

const connect = (attempt: number, backoff: Backoff, before: readonly Effect[] = []): Step => ({
  life: { name: 'connecting', attempt, backoff },
  effects: [...before, { effect: 'connect' }],
})

const stopped = (...effects: readonly Effect[]): Step => ({ life: { name: 'stopped' }, effects })

const waiting = (failure: Failure | undefined, ...effects: readonly Effect[]): Step => ({
  life: { name: 'waiting', failure },
  effects,
})

/** Nobody wants the connection now: a mail client that calls later is worth an attempt, and the time until then is not. */
const isUnwanted = (circumstances: TransitionContext): boolean => circumstances.connect === 'on-first-use' && !circumstances.isInUse

/** After a failure: ask the person, wait for a mail client to call or for a network, or try again. */
const afterTrouble = (failure: Failure, attempt: number, backoff: Backoff, circumstances: TransitionContext): Step => {
  if (needsPerson(failure)) return stay({ name: 'blocked', failure })
  const isOffline = !circumstances.isOnline && isOfAbsentNetwork(failure)
  // That a computer has no network is no reason to alarm a person who wants nothing of it.
  if (isUnwanted(circumstances)) return waiting(isOffline ? undefined : failure)
  if (isOffline) return stay({ name: 'offline', failure })
  const { now, random, longestRetryMs } = circumstances
  const delayMs = retryDelayMs(backoff, { longestMs: longestRetryMs, random })
  const retryAt = new Date(now + delayMs).toISOString()
  return { life: { name: 'retrying', attempt, retryAt, failure, backoff }, effects: [{ effect: 'wait', delayMs }] }
}

const stopLinger = ({ lingering }: In<'connected'>): readonly Effect[] => (lingering ? [{ effect: 'stop-waiting' }] : [])

/** Begins the linger of a connection, anew where it had begun. */
const linger = (life: In<'connected'>, { connect: when, lingerMs }: TransitionContext): Step => {
  const effects = stopLinger(life)
  if (when !== 'on-first-use' || lingerMs === undefined)
    return { life: life.lingering ? { ...life, lingering: false } : life, effects }
  return { life: { ...life, lingering: true }, effects: [...effects, { effect: 'linger', delayMs: lingerMs }] }
}

/**
 * A tunnel's life as a pure function. An event that means nothing in a state leaves it as it is: what was sent before the state
 * changed may arrive after it.
 */
export const transition = (life: MachineState, event: TunnelEvent, circumstances: TransitionContext): Step => {
  switch (life.name) {
    case 'stopped':
      return whileStopped(life, event, circumstances)
    case 'waiting':
      return whileWaiting(life, event)
    case 'connecting':
      return whileConnecting(life, event, circumstances)
    case 'connected':
      return whileConnected(life, event, circumstances)
    case 'retrying':
      return whileRetrying(life, event)
    case 'offline':
      return whileOffline(life, event, circumstances)
    case 'blocked':
      return whileBlocked(life, event)
    default:
      return assertNever(life)
  }
}

const whileStopped = (life: In<'stopped'>, event: TunnelEvent, circumstances: TransitionContext): Step => {
  if (event.name !== 'connect-requested') return stay(life)
  return circumstances.connect === 'on-first-use' ? waiting(undefined) : connect(1, freshBackoff)
}

const whileWaiting = (life: In<'waiting'>, event: TunnelEvent): Step => {
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
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileConnecting = (life: In<'connecting'>, event: TunnelEvent, circumstances: TransitionContext): Step => {
  switch (event.name) {
    case 'attempt-succeeded': {
      const since = new Date(circumstances.now).toISOString()
      // Who called may have given up, and a person may have asked for a connection that nobody uses.
      return linger({ name: 'connected', since, backoff: life.backoff, lingering: false }, circumstances)
    }
    case 'attempt-failed':
      return afterTrouble(event.failure, life.attempt + 1, life.backoff, circumstances)
    case 'disconnect-requested':
      return stopped({ effect: 'disconnect' })
    // What was sent by the old network may wait for its answer until the time is over. An attempt begun anew would throw away what a
    // person is just answering.
    case 'network-changed':
      return circumstances.isAsking ? stay(life) : connect(life.attempt, freshBackoff, [{ effect: 'disconnect' }])
    case 'retry-requested':
    case 'connect-requested':
    case 'client-called':
    case 'retry-due':
    case 'channels-closed':
    case 'linger-over':
    case 'connection-lost':
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileConnected = (life: In<'connected'>, event: TunnelEvent, circumstances: TransitionContext): Step => {
  switch (event.name) {
    case 'connection-lost': {
      const { life: next, effects } = afterTrouble(event.failure, 1, afterLoss(life.backoff, event.livedMs), circumstances)
      return { life: next, effects: [...stopLinger(life), ...effects] }
    }
    case 'channels-closed':
      return linger(life, circumstances)
    case 'linger-over':
      if (!life.lingering) return stay(life)
      // Begun anew while it is in use: a mail client that gives up before it has a channel tells nobody, so no event would begin it.
      return isUnwanted(circumstances)
        ? waiting(undefined, { effect: 'disconnect' })
        : linger({ ...life, lingering: false }, circumstances)
    case 'network-changed':
      return { life, effects: [{ effect: 'probe' }] }
    case 'disconnect-requested':
      return stopped(...stopLinger(life), { effect: 'disconnect' })
    case 'connect-requested':
    case 'retry-requested':
    case 'client-called':
    case 'retry-due':
    case 'attempt-succeeded':
    case 'attempt-failed':
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileRetrying = (life: In<'retrying'>, event: TunnelEvent): Step => {
  switch (event.name) {
    case 'retry-due':
      return connect(life.attempt, afterFailure(life.backoff))
    // What made the earlier attempts fail is likely gone: the next delays begin small again.
    case 'retry-requested':
    case 'network-changed':
      return connect(life.attempt, freshBackoff, [{ effect: 'stop-waiting' }])
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
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileOffline = (life: In<'offline'>, event: TunnelEvent, circumstances: TransitionContext): Step => {
  switch (event.name) {
    case 'network-changed':
      if (!circumstances.isOnline) return stay(life)
      // Who called may have given up meanwhile.
      return isUnwanted(circumstances) ? waiting(undefined) : connect(1, freshBackoff)
    // The network may be back and not told yet. Without one the mail client is held: an attempt could only fail.
    case 'client-called':
      return circumstances.isOnline ? connect(1, freshBackoff) : stay(life)
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
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileBlocked = (life: In<'blocked'>, event: TunnelEvent): Step => {
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
      return stay(life)
    default:
      return assertNever(event)
  }
}
