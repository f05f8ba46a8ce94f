import type { ForwardStatus } from '../../../contract/tunnel-state.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { directionOf } from '../mail/mail-rows.ts'

/** The calls at one forward since the screen opened. */
export interface Watched {
  /** The number of connections from before the screen opened. */
  readonly before: number
  readonly isCalled: boolean
  /** The program that called, if the OS knows it. */
  readonly program?: string | undefined
}

/** By the forward's id. */
export type Watch = Readonly<Record<string, Watched>>

/**
 * Returns the watch after another look at the forwards. A mail app may disconnect between two looks, so the total of connections counts,
 * and not only the open ones. A new tunnel counts from zero. A call that was seen is kept.
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

/** The watch for a tunnel that does not run when the screen opens: its first connection is a call. */
export const watchFromZero = (forwardIds: readonly string[]): Watch =>
  Object.fromEntries(forwardIds.map((id) => [id, { before: 0, isCalled: false }]))

/** Whether a mail app has called both for reading mail and for sending it. */
export const goesBothWays = (forwards: readonly Pick<LocalForward, 'id' | 'service'>[], watch: Watch): boolean => {
  const called = new Set(forwards.filter(({ id }) => watch[id]?.isCalled === true).map(({ service }) => directionOf(service)))
  return called.has('incoming') && called.has('outgoing')
}
