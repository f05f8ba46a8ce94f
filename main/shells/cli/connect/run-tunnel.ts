import type { Account } from '../../../../contract/account.ts'
import type { TunnelEvents } from '../../../../contract/events.ts'
import type { Failure } from '../../../../contract/failure.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import { noPortLeft } from '../../../control/until-ready.ts'
import type { Core } from '../../../core.ts'

/** An event with its name, so that a switch on the name knows the payload. */
export type NamedEvent = {
  readonly [Name in keyof TunnelEvents]: { readonly name: Name; readonly payload: TunnelEvents[Name] }
}[keyof TunnelEvents]

/** Reports the events of one tunnel to a person or a script. */
export interface UpReporter {
  readonly event: (event: NamedEvent) => void
  /** The tunnel serves mail clients at these ports: SSH is connected for the first time, or connects when a mail client calls. */
  readonly ready: (forwards: readonly ForwardStatus[]) => void
  /** The tunnel cannot go on without a person. */
  readonly failed: (failure: Failure) => void
  readonly stopping: () => void
  readonly stopped: (exitCode: number) => void
}

/**
 * Connects a tunnel and waits until `signal`, until another process disconnects it, or until it needs a person. Returns the failure in the
 * last case.
 */
export const runTunnel = async (options: {
  readonly core: Pick<Core, 'events' | 'tunnels'>
  readonly account: Account
  readonly reporter: UpReporter
  readonly signal: AbortSignal
}): Promise<Failure | undefined> => {
  const { core, account, reporter, signal } = options
  let end: (failure: Failure | undefined) => void = () => undefined
  const ended = new Promise<Failure | undefined>((resolve) => {
    end = resolve
  })
  const forwards = (): readonly ForwardStatus[] =>
    core.tunnels.status().find(({ accountId }) => accountId === account.id)?.forwards ?? []
  const isWaiting = (): boolean =>
    core.tunnels.status().some(({ accountId, state }) => accountId === account.id && state.name === 'waiting')
  let wasReady = false
  const reportReady = (): void => {
    if (wasReady) return
    wasReady = true
    reporter.ready(forwards())
  }

  const onEvent = (name: keyof TunnelEvents, payload: TunnelEvents[keyof TunnelEvents]): void => {
    // mitt passes the name and the payload separately, so the compiler cannot know that they belong together.
    const event = { name, payload } as NamedEvent
    if (!isOf(account, event)) return
    reporter.event(event)
    if (event.name !== 'TunnelStateChanged') return
    const { state } = event.payload
    if (state.name === 'blocked') end(state.failure)
    if (state.name === 'connected') reportReady()
    if (state.name === 'stopped') end(undefined)
  }

  const stop = (): void => end(undefined)
  core.events.on('*', onEvent)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await core.tunnels.connect(account.id)
    const failure = noPortLeft(forwards())
    if (signal.aborted) stop()
    else if (failure !== undefined) end(failure)
    else if (isWaiting()) reportReady()
    const reason = await ended
    if (reason !== undefined) reporter.failed(reason)
    return reason
  } finally {
    signal.removeEventListener('abort', stop)
    core.events.off('*', onEvent)
  }
}

const isOf = (account: Account, event: NamedEvent): boolean =>
  event.name === 'LogLineWritten' ? event.payload.account === account.name : event.payload.accountId === account.id
