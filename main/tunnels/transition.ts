import { assertNever } from '../../contract/assert-never.ts'
import type { Failure } from '../../contract/failure.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import { needsPerson } from './needs-person.ts'
import { afterFailure, afterLoss, freshBackoff, retryDelayMs } from './retry-delay.ts'
import type { Backoff } from './retry-delay.ts'

/** A tunnel's state with what it remembers of its attempts; `shownState` is what a person sees of it. */
export type Life =
  | { readonly name: 'stopped' }
  | { readonly name: 'connecting'; readonly attempt: number; readonly backoff: Backoff }
  | { readonly name: 'connected'; readonly since: string; readonly backoff: Backoff }
  | {
      readonly name: 'retrying'
      readonly attempt: number
      readonly retryAt: string
      readonly failure: Failure
      readonly backoff: Backoff
    }
  | { readonly name: 'blocked'; readonly failure: Failure }

/** What happens to a tunnel. */
export type TunnelEvent =
  | { readonly name: 'up-asked' }
  | { readonly name: 'down-asked' }
  | { readonly name: 'retry-asked' }
  | { readonly name: 'network-changed' }
  | { readonly name: 'retry-due' }
  | { readonly name: 'attempt-succeeded' }
  | { readonly name: 'attempt-failed'; readonly failure: Failure }
  /** The connection is gone after `livedMs` of monotonic time. */
  | { readonly name: 'connection-lost'; readonly failure: Failure; readonly livedMs: number }

/** What the service has to do, in this order. */
export type Effect =
  | { readonly effect: 'connect' }
  /** End the attempt that runs, or the connection that is up. */
  | { readonly effect: 'disconnect' }
  | { readonly effect: 'wait'; readonly delayMs: number }
  | { readonly effect: 'stop-waiting' }
  /** Ask the peer for a sign of life now. */
  | { readonly effect: 'probe' }

/** Chance and clock, so that `transition` has neither. */
export interface Circumstances {
  /** Milliseconds since the epoch, for the times that a person reads. Delays are the service's, on a monotonic clock. */
  readonly now: number
  /** In [0, 1). */
  readonly random: number
  readonly longestRetryMs: number
}

export interface Step {
  readonly life: Life
  readonly effects: readonly Effect[]
}

const stay = (life: Life): Step => ({ life, effects: [] })

const connect = (attempt: number, backoff: Backoff, before: readonly Effect[] = []): Step => ({
  life: { name: 'connecting', attempt, backoff },
  effects: [...before, { effect: 'connect' }],
})

const stopped = (...effects: readonly Effect[]): Step => ({ life: { name: 'stopped' }, effects })

const waitOrBlock = (failure: Failure, attempt: number, backoff: Backoff, { now, random, longestRetryMs }: Circumstances): Step => {
  if (needsPerson(failure)) return stay({ name: 'blocked', failure })
  const delayMs = retryDelayMs(backoff, { longestMs: longestRetryMs, random })
  const retryAt = new Date(now + delayMs).toISOString()
  return { life: { name: 'retrying', attempt, retryAt, failure, backoff }, effects: [{ effect: 'wait', delayMs }] }
}

/**
 * A tunnel's life as a pure function. An event that means nothing in a state leaves it as it is: what was sent before the state
 * changed may arrive after it.
 */
export const transition = (life: Life, event: TunnelEvent, circumstances: Circumstances): Step => {
  switch (life.name) {
    case 'stopped':
      return event.name === 'up-asked' ? connect(1, freshBackoff) : stay(life)
    case 'connecting':
      return whileConnecting(life, event, circumstances)
    case 'connected':
      return whileConnected(life, event, circumstances)
    case 'retrying':
      return whileRetrying(life, event)
    case 'blocked':
      return whileBlocked(life, event)
    default:
      return assertNever(life)
  }
}

type In<Name extends Life['name']> = Extract<Life, { name: Name }>

const whileConnecting = (life: In<'connecting'>, event: TunnelEvent, circumstances: Circumstances): Step => {
  switch (event.name) {
    case 'attempt-succeeded': {
      const since = new Date(circumstances.now).toISOString()
      return stay({ name: 'connected', since, backoff: life.backoff })
    }
    case 'attempt-failed':
      return waitOrBlock(event.failure, life.attempt + 1, life.backoff, circumstances)
    case 'down-asked':
      return stopped({ effect: 'disconnect' })
    // An attempt may be waiting for a person's answer, which an attempt begun anew would throw away.
    case 'retry-asked':
    case 'network-changed':
    case 'up-asked':
    case 'retry-due':
    case 'connection-lost':
      return stay(life)
    default:
      return assertNever(event)
  }
}

const whileConnected = (life: In<'connected'>, event: TunnelEvent, circumstances: Circumstances): Step => {
  switch (event.name) {
    case 'connection-lost':
      return waitOrBlock(event.failure, 1, afterLoss(life.backoff, event.livedMs), circumstances)
    case 'network-changed':
      return { life, effects: [{ effect: 'probe' }] }
    case 'down-asked':
      return stopped({ effect: 'disconnect' })
    case 'up-asked':
    case 'retry-asked':
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
    case 'retry-asked':
    case 'network-changed':
      return connect(life.attempt, freshBackoff, [{ effect: 'stop-waiting' }])
    case 'down-asked':
      return stopped({ effect: 'stop-waiting' })
    case 'up-asked':
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
    case 'up-asked':
    case 'retry-asked':
      return connect(1, freshBackoff)
    case 'down-asked':
      return stopped()
    // A network that changed makes no refused log-in right, and each try may count against the account.
    case 'network-changed':
    case 'retry-due':
    case 'attempt-succeeded':
    case 'attempt-failed':
    case 'connection-lost':
      return stay(life)
    default:
      return assertNever(event)
  }
}

/** What a person sees of a tunnel's life. */
export const shownState = (life: Life): TunnelState => {
  switch (life.name) {
    case 'stopped':
      return { name: 'stopped' }
    case 'connecting':
      return { name: 'connecting', attempt: life.attempt }
    case 'connected':
      return { name: 'connected', since: life.since }
    case 'retrying':
      return { name: 'retrying', attempt: life.attempt, retryAt: life.retryAt, failure: life.failure }
    case 'blocked':
      return { name: 'blocked', failure: life.failure }
    default:
      return assertNever(life)
  }
}
