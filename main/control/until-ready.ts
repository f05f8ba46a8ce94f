import type { Account } from '../../contract/account.ts'
import type { TunnelEvents } from '../../contract/events.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import type { ForwardStatus, TunnelStatus } from '../../contract/tunnel-state.ts'
import type { EventEmitter, TunnelService, ConnectTunnelOptions } from '../tunnels/tunnel-service.ts'

export interface UntilReadyOptions extends ConnectTunnelOptions {
  readonly account: Account
  readonly tunnels: Pick<TunnelService, 'connect' | 'status'>
  readonly events: Pick<EventEmitter, 'on' | 'off'>
  /** Aborted when the asker has hung up, or this process ends. The tunnel stays as it is. */
  readonly signal: AbortSignal
  readonly withinMs: number
}

/**
 * Connects a tunnel and waits until a mail client is served at its ports: they are bound, and SSH is connected or, without a linger, waits
 * for a mail client to connect. Returns undefined if `signal` aborts, or if the tunnel ends before without a failure. Rejects with a failure
 * that needs a person, with the failure of a port if no port could be bound, and with the last failure if the tunnel ends or `withinMs` pass.
 */
export const untilReady = async (options: UntilReadyOptions): Promise<readonly ForwardStatus[] | undefined> => {
  const { account, tunnels, events, signal, withinMs, lingerSeconds } = options
  let last: Failure | undefined
  let settle: (outcome: Failure | 'ready' | 'ended') => void = () => undefined
  const settled = new Promise<Failure | 'ready' | 'ended'>((resolve) => {
    settle = resolve
  })
  const onEvent = ({ accountId, state }: TunnelEvents['TunnelStateChanged']): void => {
    if (accountId !== account.id) return
    if ('failure' in state) last = state.failure
    if (state.name === 'connected') settle('ready')
    if (state.name === 'blocked') settle(state.failure)
    if (state.name === 'stopped') settle(last ?? 'ended')
  }
  const giveUp = (): void => settle('ended')
  // Without a failure, only an unanswered question takes this long.
  const timer = setTimeout(
    () => settle(last ?? { code: 'secret-needed', reason: 'answers-for-account', account: account.name }),
    withinMs,
  )
  signal.addEventListener('abort', giveUp, { once: true })
  events.on('TunnelStateChanged', onEvent)
  try {
    await tunnels.connect(account.id, { lingerSeconds })
    const status = tunnels.status().find(({ accountId }) => accountId === account.id)
    if (status === undefined) return undefined
    const port = noPortLeft(status.forwards)
    if (port !== undefined) throw new FailureError(port)
    if (isReady(status, lingerSeconds !== undefined)) settle('ready')
    const outcome = await settled
    if (outcome === 'ended') return undefined
    if (outcome !== 'ready') throw new FailureError(outcome)
    return tunnels.status().find(({ accountId }) => accountId === account.id)?.forwards
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
    events.off('TunnelStateChanged', onEvent)
  }
}

const isReady = ({ state }: TunnelStatus, mustConnect: boolean): boolean =>
  state.name === 'connected' || (state.name === 'waiting' && !mustConnect)

/** The failure of a port if no local port could be bound, because no mail client can then reach the tunnel. */
export const noPortLeft = (forwards: readonly ForwardStatus[]): Failure | undefined => {
  const failures = forwards.flatMap(({ listener }) => (listener.name === 'failed' ? [listener.failure] : []))
  return failures.length === forwards.length ? failures[0] : undefined
}
