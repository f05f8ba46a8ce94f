import type { ForwardStatus } from '../../../contract/tunnel-state.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { directionOf } from '../mail/mail-rows.ts'

/** The calls at one forward since the screen came. */
export interface Watched {
  /** The number of connections from before the screen came. */
  readonly before: number
  readonly isCalled: boolean
  /** The program that called, where the OS knows it. */
  readonly program?: string | undefined
}

/** By the forward's id. */
export type Watch = Readonly<Record<string, Watched>>

/**
 * The watch after another look at the forwards. A mail app may hang up between two looks, so connections are counted and not only those that
 * are open; a tunnel that begins anew counts from zero. A call that was seen stays seen.
 */
export const watchCalls = (watch: Watch, forwards: readonly Pick<ForwardStatus, 'id' | 'traffic' | 'programs'>[]): Watch => {
  const seen = forwards.map(({ id, traffic: { totalConnections }, programs }): readonly [string, Watched] => {
    const last = watch[id] ?? { before: totalConnections, isCalled: false }
    const before = Math.min(last.before, totalConnections)
    const isCalled = last.isCalled || totalConnections > before
    const program = isCalled ? (programs[0] ?? last.program) : undefined
    return [id, { before, isCalled, program }]
  })
  return { ...watch, ...Object.fromEntries(seen) }
}

/** A tunnel that was not there when the screen came has no calls from before: the first look at it counts from zero. */
export const watchFromZero = (forwardIds: readonly string[]): Watch =>
  Object.fromEntries(forwardIds.map((id) => [id, { before: 0, isCalled: false }]))

/** Whether a mail app has called both for reading mail and for sending it. */
export const goesBothWays = (forwards: readonly Pick<LocalForward, 'id' | 'service'>[], watch: Watch): boolean => {
  const called = new Set(forwards.filter(({ id }) => watch[id]?.isCalled === true).map(({ service }) => directionOf(service)))
  return called.has('incoming') && called.has('outgoing')
}
