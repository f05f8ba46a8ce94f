import type { Account } from '../../contract/account.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { ForwardEvent, OpenListener } from '../ssh/forward/listener.ts'
import type { Log } from '../data-folder/log.ts'
import type { Ask } from '../../contract/question.ts'
import { mailTlsOfForward, type MailTlsDependencies } from './mail-tls-of-forward.ts'
import { createTunnelForward } from './tunnel-forward.ts'
import type { TunnelForward, TunnelForwardOptions } from './tunnel-forward.ts'
import type { EventEmitter } from './tunnel-service.ts'

/** What the forwards of every tunnel of a process share. */
export interface ForwardDependencies
  extends Pick<TunnelForwardOptions, 'openAdmit' | 'portHolder' | 'programOf'>, MailTlsDependencies {
  readonly listen: OpenListener
  readonly events: EventEmitter
  readonly rebindMs?: number
}

const defaultRebindMs = 5000

interface ForwardContext {
  readonly account: Account
  readonly dependencies: ForwardDependencies
  readonly ask: Ask
  readonly log: Log
  readonly onForwardEvent: (event: ForwardEvent) => void
}

/** A forward of a tunnel. Its events are emitted under the id of the account. */
export const createForwardOfTunnel = (
  forward: LocalForward,
  { account, dependencies, ask, log, onForwardEvent }: ForwardContext,
): TunnelForward => {
  const { events, listen, openAdmit, portHolder, programOf } = dependencies
  const which = { accountId: account.id, forwardId: forward.id }
  return createTunnelForward({
    forward,
    listen,
    mailTls: mailTlsOfForward(account, forward, { dependencies, ask, log }),
    openAdmit,
    portHolder,
    programOf,
    log,
    rebindMs: dependencies.rebindMs ?? defaultRebindMs,
    onListener: (listener) => events.emit('ListenerChanged', { ...which, localPort: forward.bindPort, listener }),
    onLights: (lights) => events.emit('LightsChanged', { ...which, lights }),
    onPrograms: (programs) => events.emit('ProgramsChanged', { ...which, programs }),
    onRefused: (reason, count) => events.emit('ConnectionRefused', { ...which, reason, count }),
    onEvent: (event) => {
      emitConnectionEvent(event, which, events)
      onForwardEvent(event)
    },
  })
}

/** The events of a forward that people and scripts follow. */
const emitConnectionEvent = (
  event: ForwardEvent,
  which: { readonly accountId: string; readonly forwardId: string },
  events: EventEmitter,
): void => {
  if (event.type === 'opened') events.emit('ConnectionOpened', { ...which, connection: event.connection })
  if (event.type === 'closed') {
    const { connection, bytesIn, bytesOut, failure } = event
    events.emit('ConnectionClosed', { ...which, connection, bytesIn, bytesOut, ...(failure === undefined ? {} : { failure }) })
  }
}
