import { assertNever } from '../../../contract/assert-never.ts'
import type { Account } from '../../../contract/account.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { TunnelState } from '../../../contract/tunnel-state.ts'
import type { Backoff } from './retry-delay.ts'

/** A tunnel's state with the memory of its attempts. `shownState` is the part that a person sees. */
export type MachineState =
  | { readonly name: 'stopped' }
  | { readonly name: 'waiting'; readonly failure: Failure | undefined }
  | { readonly name: 'connecting'; readonly attempt: number; readonly backoff: Backoff }
  /** `lingering`: a timer runs. When it ends, the connection ends too, unless a mail client uses it then. */
  | { readonly name: 'connected'; readonly since: string; readonly backoff: Backoff; readonly lingering: boolean }
  | {
      readonly name: 'retrying'
      readonly attempt: number
      readonly retryAt: string
      readonly failure: Failure
      readonly backoff: Backoff
    }
  /** No timer runs. `network-changed` reports that this computer has a network again. */
  | { readonly name: 'offline'; readonly failure: Failure }
  | { readonly name: 'blocked'; readonly failure: Failure }

/** An event of a tunnel. */
export type TunnelEvent =
  | { readonly name: 'connect-requested' }
  | { readonly name: 'disconnect-requested' }
  | { readonly name: 'retry-requested' }
  | { readonly name: 'network-changed' }
  | { readonly name: 'retry-due' }
  /** A mail client's socket is held. */
  | { readonly name: 'client-called' }
  /** The last channel was closed. */
  | { readonly name: 'channels-closed' }
  | { readonly name: 'linger-over' }
  | { readonly name: 'attempt-succeeded' }
  | { readonly name: 'attempt-failed'; readonly failure: Failure }
  /** The connection is gone after `livedMs` of monotonic time. */
  | { readonly name: 'connection-lost'; readonly failure: Failure; readonly livedMs: number }

/** An effect, which the service runs in the order of the list. At most one timer runs. */
export type Effect =
  | { readonly effect: 'connect' }
  /** End the current attempt or connection. */
  | { readonly effect: 'disconnect' }
  /** Set the timer for `retry-due`. */
  | { readonly effect: 'wait'; readonly delayMs: number }
  /** Set the timer for `linger-over`. */
  | { readonly effect: 'linger'; readonly delayMs: number }
  | { readonly effect: 'stop-waiting' }
  /** Ask the peer for a sign of life now. */
  | { readonly effect: 'probe' }

/** The randomness, the time and the facts from outside that `transition` needs, so that it stays a pure function. */
export interface TransitionContext {
  /** Milliseconds since the epoch, for the times that a person reads. Delays are the service's, on a monotonic clock. */
  readonly now: number
  /** In [0, 1). */
  readonly random: number
  readonly longestRetryMs: number
  /** When SSH connects (recipe R5). The window connects an `at-start` account, which then behaves like a `manual` one. */
  readonly connect: Account['connect']
  /** How long a connection on first use stays connected without a channel, in ms; undefined is for ever. */
  readonly lingerMs: number | undefined
  /** A mail client's socket is served, held, or on its way to either. */
  readonly isInUse: boolean
  /** Whether this computer has a network, where the way to the server needs one. */
  readonly isOnline: boolean
  /** The attempt waits for a person's answer. */
  readonly isAsking: boolean
}

export interface Step {
  readonly state: MachineState
  readonly effects: readonly Effect[]
}

/** Returns the part of a tunnel's state that a person sees. */
export const shownState = (state: MachineState): TunnelState => {
  switch (state.name) {
    case 'stopped':
      return { name: 'stopped' }
    case 'waiting':
      return { name: 'waiting', ...(state.failure === undefined ? {} : { failure: state.failure }) }
    case 'connecting':
      return { name: 'connecting', attempt: state.attempt }
    case 'connected':
      return { name: 'connected', since: state.since }
    case 'retrying':
      return { name: 'retrying', attempt: state.attempt, retryAt: state.retryAt, failure: state.failure }
    case 'offline':
      return { name: 'offline', failure: state.failure }
    case 'blocked':
      return { name: 'blocked', failure: state.failure }
    default:
      return assertNever(state)
  }
}
