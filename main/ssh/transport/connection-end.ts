import { Duplex } from 'node:stream'
import { FailureError, failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { channelWindows } from '../ssh2/channel-internals.ts'

/** The one end of a connection, whatever its cause. */
export interface ConnectionEnd {
  /** See `Connection.closed`. */
  readonly closed: Promise<Failure | undefined>
  /** Undefined while the connection is up. */
  readonly cause: () => Error | undefined
  /** Ends the connection at once; only the first cause counts. */
  readonly finish: (cause: Error) => void
  readonly fail: (failure: Failure) => void
  /** As `fail`, for a peer that breaks the protocol. */
  readonly misbehaved: (what: Misbehaviour) => void
  /** Ends the connection at the caller's request: the stream stays open for the last packets. */
  readonly finishAsAsked: () => void
  /** Destroys `channel` when the connection ends, unless all of its data has arrived and can still be read. */
  readonly destroyAtEnd: (channel: Duplex) => void
  /** Calls `listener` when the connection ends. Returns a function that removes the listener, so that none pile up over a long life. */
  readonly onEnd: (listener: () => void) => () => void
}

/** The failure of a connection that is gone, for a reason without values. */
export const connectionLost = (host: string, reason: 'server-closed' | 'ended'): Failure => ({
  code: 'connection-lost',
  host,
  reason,
})

export const createConnectionEnd = (stream: Duplex, host: string): ConnectionEnd => {
  const channels = new Set<Duplex>()
  const listeners = new Set<() => void>()
  let cause: Error | undefined
  let resolveClosed: (failure: Failure | undefined) => void = () => undefined
  const closed = new Promise<Failure | undefined>((resolve) => {
    resolveClosed = resolve
  })

  const end = (because: Error, failure: Failure | undefined): boolean => {
    if (cause !== undefined) return false
    cause = because
    // Comes before the end of the stream, because ssh2 would end its channels as if the mail server had sent all its data. ssh2's own
    // `destroy` would still write to the server.
    for (const channel of channels) {
      if (isComplete(channel)) channel.once('end', () => Duplex.prototype.destroy.call(channel))
      else Duplex.prototype.destroy.call(channel, because)
    }
    for (const listener of listeners) listener()
    listeners.clear()
    resolveClosed(failure)
    return true
  }
  const finish = (because: Error): void => {
    if (end(because, failureOf(because) ?? { code: 'server-misbehaved', host, reason: 'protocol-broken', said: because.message }))
      stream.destroy()
  }
  const fail = (failure: Failure): void => finish(new FailureError(failure))

  return {
    closed,
    cause: () => cause,
    finish,
    fail,
    misbehaved: (what) => fail({ code: 'server-misbehaved', host, ...what }),
    finishAsAsked: () => {
      end(new FailureError(connectionLost(host, 'ended')), undefined)
    },
    destroyAtEnd: (channel) => {
      channels.add(channel)
      channel.once('close', () => channels.delete(channel))
    },
    onEnd: (listener) => {
      if (cause === undefined) listeners.add(listener)
      else queueMicrotask(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether the server has ended its side of the channel or closed it (RFC 4254 section 5.3). Its data may still lie unread. */
const isComplete = (channel: Duplex): boolean => {
  const state = channelWindows(channel)?.incoming.state
  return state !== undefined && state !== 'open'
}
