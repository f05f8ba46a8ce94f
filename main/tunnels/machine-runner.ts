import { assertNever } from '../../contract/assert-never.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import type { Connection } from '../ssh/connection.ts'
import type { OpenedConnection } from '../connections/open-connection.ts'
import { shownState } from './state/machine.ts'
import type { TransitionContext, Effect, MachineState, TunnelEvent } from './state/machine.ts'
import { transition } from './state/transition.ts'

export interface MachineRunnerOptions {
  readonly host: string
  readonly open: (signal: AbortSignal) => Promise<OpenedConnection>
  /** Asked at each event. */
  readonly context: () => Omit<TransitionContext, 'now' | 'random'>
  /** Called for each change that a person sees, after its effects have begun. */
  readonly onState: (state: TunnelState) => void
  /** Asked for the cause of a lost connection, once for each. */
  readonly explainLoss: (failure: Failure) => Failure
  readonly onConnected: (connection: Connection) => void
  readonly onFault: (error: unknown) => void
}

/** Runs the effects of `transition`: timers and connections. */
export interface MachineRunner {
  readonly send: (event: TunnelEvent) => void
  readonly state: () => TunnelState
  /** Resolves when every attempt and every abandoned connection has ended. */
  readonly settled: () => Promise<void>
}

/** How long the peer has to send a byte after the network has changed. */
const probeMs = 5000

/** An attempt, and the connection that came of it. */
interface Attempt {
  readonly controller: AbortController
  opened: OpenedConnection | undefined
}

export const createMachineRunner = (options: MachineRunnerOptions): MachineRunner => {
  let state: MachineState = { name: 'stopped' }
  let timer: NodeJS.Timeout | undefined
  let current: Attempt | undefined
  const ending = new Set<Promise<void>>()

  const endQuietly = (opened: OpenedConnection): void => {
    const end = opened.end().catch(options.onFault)
    ending.add(end)
    void end.then(() => ending.delete(end))
  }

  const connect = (): void => {
    const attempt: Attempt = { controller: new AbortController(), opened: undefined }
    current = attempt
    const run = follow(attempt)
    ending.add(run)
    void run.then(() => ending.delete(run))
  }

  /** Runs one attempt to its end. A connection that it makes after `disconnect` is closed without an event. */
  const follow = async (attempt: Attempt): Promise<void> => {
    const isCurrent = (): boolean => current === attempt
    let opened: OpenedConnection
    try {
      opened = await options.open(attempt.controller.signal)
    } catch (error) {
      if (!isCurrent()) return
      current = undefined
      send({ name: 'attempt-failed', failure: failureFrom(error) })
      return
    }
    if (!isCurrent()) {
      endQuietly(opened)
      return
    }
    attempt.opened = opened
    const connectedAt = performance.now()
    options.onConnected(opened.connection)
    send({ name: 'attempt-succeeded' })
    void opened.connection.closed.then((failure) => {
      if (!isCurrent()) return
      current = undefined
      // The jump connection below the lost one may still be open.
      endQuietly(opened)
      const lost = failure ?? { code: 'connection-lost', host: options.host, reason: 'ended' }
      send({ name: 'connection-lost', failure: options.explainLoss(lost), livedMs: performance.now() - connectedAt })
    })
  }

  // A fault of the program must not end the other tunnels. It is logged with its own words.
  const failureFrom = (error: unknown): Failure => {
    const failure = failureOf(error)
    if (failure !== undefined) return failure
    options.onFault(error)
    return {
      code: 'connection-lost',
      host: options.host,
      reason: 'fault',
      said: error instanceof Error ? error.message : String(error),
    }
  }

  const disconnect = (): void => {
    const attempt = current
    current = undefined
    attempt?.controller.abort(new Error('the tunnel was disconnected'))
    if (attempt?.opened !== undefined) endQuietly(attempt.opened)
  }

  const run = (effect: Effect): void => {
    switch (effect.effect) {
      case 'connect':
        connect()
        return
      case 'disconnect':
        disconnect()
        return
      case 'wait':
        timer = setTimeout(() => send({ name: 'retry-due' }), effect.delayMs)
        return
      case 'linger':
        timer = setTimeout(() => send({ name: 'linger-over' }), effect.delayMs)
        return
      case 'stop-waiting':
        clearTimeout(timer)
        return
      case 'probe':
        current?.opened?.connection.probe(probeMs)
        return
      default:
        return assertNever(effect)
    }
  }

  const send = (event: TunnelEvent): void => {
    const before = state
    const step = transition(state, event, { now: Date.now(), random: Math.random(), ...options.context() })
    state = step.state
    for (const effect of step.effects) run(effect)
    // A person does not see whether the connection lingers.
    if (state !== before && !(state.name === 'connected' && before.name === 'connected')) options.onState(shownState(state))
  }

  return {
    send,
    state: () => shownState(state),
    settled: async () => {
      while (ending.size > 0) await Promise.all(ending)
    },
  }
}
