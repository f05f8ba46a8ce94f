import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { failureCategories, failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { bindPort } from './bind-port.ts'
import type { Connection } from '../connection.ts'
import { closeGently } from './close-gently.ts'
import type { ForwardEvent, HoldLimits, Misfit, OpenListener, RefusalReason } from './listener.ts'
import { createHeldSockets } from './held-sockets.ts'
import type { WaitingSocket } from './held-sockets.ts'
import { join } from './join.ts'
import type { Join } from './join.ts'
import { resetSocket } from './reset-socket.ts'

const defaultLimits: HoldLimits = { heldSockets: 64, heldMs: 60_000 }

/** How many bytes are read ahead of a held socket, and queued for a slow one, before its stream pauses. */
const STREAM_MARK = 64 * 1024

/** The connection that serves, and the reason for its end once it is gone. */
interface Attached {
  readonly connection: Connection
  failure: Failure | undefined
}

type Mode = { readonly name: 'holding' } | { readonly name: 'serving'; readonly attached: Attached } | { readonly name: 'refusing' }

/** See `ForwardListener`. */
export const openListener: OpenListener = async (options) => {
  const { destination, onEvent, admit, channelTimeoutMs, prepare, lastWords, clientCheck } = options
  const joins = new Set<Join>()
  /** Sockets that are held or wait for their channel. */
  const waitingSockets = new Map<Socket, AbortController>()
  let mode: Mode = { name: 'holding' }
  let closing: Promise<void> | undefined
  let onEmpty = (): void => undefined
  let closedBytesIn = 0
  let closedBytesOut = 0
  let totalConnections = 0
  let refusedConnections = 0

  const refuse = (socket: Socket, reason: RefusalReason): void => {
    resetSocket(socket)
    refusedConnections += 1
    onEvent({ type: 'refused', reason })
  }
  const held = createHeldSockets(options.limits ?? defaultLimits, ({ socket }) => refuse(socket, 'held-too-long'))

  const route = (waiting: WaitingSocket): void => {
    if (mode.name === 'serving') {
      void serve(waiting, mode.attached)
      return
    }
    if (mode.name === 'refusing') {
      refuse(waiting.socket, 'not-connected')
      return
    }
    const answer = held.hold(waiting)
    if (answer === 'held') onEvent({ type: 'held', heldConnections: held.size() })
    else if (answer !== 'gone') refuse(waiting.socket, answer)
  }

  const serve = async (waiting: WaitingSocket, attached: Attached): Promise<void> => {
    const { socket } = waiting
    const signal = waitingSockets.get(socket)?.signal
    if (signal === undefined) return
    // Reads ahead, so that a mail client that leaves is noticed; nothing of it goes on.
    socket.read(0)
    let stream: Duplex
    try {
      const channel = await attached.connection.openChannel(destination, { signal, timeoutMs: channelTimeoutMs })
      if (prepare === undefined || signal.aborted) stream = channel
      else stream = await prepare(channel, signal)
    } catch (error) {
      await onUnserved(waiting, attached, error, signal)
      return
    }
    if (signal.aborted) stream.destroy()
    else carry(socket, stream, attached)
  }

  const onUnserved = async (waiting: WaitingSocket, attached: Attached, error: unknown, signal: AbortSignal): Promise<void> => {
    // The mail client has gone, or this listener closes.
    if (signal.aborted) return
    const failure = failureOf(error)
    const isOfConnection = failure !== undefined && failureCategories[failure.code] === 'connection'
    if (isOfConnection || (await isOver(attached.connection))) {
      // The mail client's bytes have reached nobody yet, so the next connection can serve it.
      leave(attached)
      route(waiting)
      return
    }
    if (failure === undefined || lastWords === undefined) {
      resetSocket(waiting.socket)
    } else {
      waiting.socket.end(lastWords(failure))
      closeGently(waiting.socket)
    }
    if (failure === undefined) throw error
    onEvent({ type: 'channel-failed', failure })
  }

  const carry = (socket: Socket, stream: Duplex, attached: Attached): void => {
    waitingSockets.delete(socket)
    totalConnections += 1
    const connection = totalConnections
    onEvent({ type: 'opened', connection, ...endsOf(socket) })
    const turnAway = ({ fault, lastWords: answer }: Misfit): Uint8Array => {
      onEvent({ type: 'client-misfit', fault })
      return answer
    }
    const silence = clientCheck?.silence
    const joined = join(socket, stream, {
      answered: () => onEvent({ type: 'answered', connection }),
      refusal: (firstBytes) => {
        const misfit = clientCheck?.judge(firstBytes)
        return misfit === undefined ? undefined : turnAway(misfit)
      },
      silence: silence === undefined ? undefined : { ms: silence.ms, refusal: () => turnAway(silence.misfit) },
      closed: (ending) => {
        const [bytesIn, bytesOut] = [joined.bytesIn(), joined.bytesOut()]
        joins.delete(joined)
        closedBytesIn += bytesIn
        closedBytesOut += bytesOut
        const failure = ending === 'reset-by-server' ? (attached.failure ?? failureOf(stream.errored)) : undefined
        onEvent({ type: 'closed', connection, bytesIn, bytesOut, ending, failure })
        onEmpty()
      },
    })
    joins.add(joined)
  }

  /** Holds again, unless another connection serves by now. */
  const leave = (attached: Attached): void => {
    if (mode.name === 'serving' && mode.attached === attached) mode = { name: 'holding' }
  }

  const isAdmitted = (socket: Socket): boolean => {
    try {
      return admit === undefined || admit(socket)
    } catch {
      return false
    }
  }

  const onSocket = (socket: Socket): void => {
    const arrivedAt = performance.now()
    // An error of a socket is handled at its `close`.
    socket.on('error', () => undefined)
    // SECURITY: nothing is read before the socket is known to be the person's own, and every other socket releases its descriptor at once.
    if (!isAdmitted(socket)) {
      refuse(socket, 'other-user')
      return
    }
    const controller = new AbortController()
    waitingSockets.set(socket, controller)
    socket.once('close', () => {
      if (waitingSockets.delete(socket)) controller.abort()
      onEmpty()
    })
    route({ socket, arrivedAt })
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true, highWaterMark: STREAM_MARK }, onSocket)
  const { address, port } = await bindPort(server, { address: options.bindAddress, port: options.bindPort })
  server.on('error', () => {
    // accept(2) failed for want of file descriptors: the kernel goes on holding the socket or resets it.
    refusedConnections += 1
    onEvent({ type: 'refused', reason: 'too-many' })
  })

  const close = async (): Promise<void> => {
    const freed = new Promise((resolve) => server.close(resolve))
    // The server's own `close` can come before those of its last sockets.
    const emptied = new Promise<void>((resolve) => {
      onEmpty = () => {
        if (joins.size + waitingSockets.size === 0) resolve()
      }
    })
    held.release()
    for (const [socket, controller] of waitingSockets) {
      controller.abort()
      resetSocket(socket)
    }
    for (const joined of joins) joined.abort()
    onEmpty()
    await Promise.all([freed, emptied])
  }

  return {
    address,
    port,
    attach: (connection) => {
      const attached: Attached = { connection, failure: undefined }
      mode = { name: 'serving', attached }
      void connection.closed.then((failure) => {
        attached.failure = failure
        leave(attached)
      })
      for (const waiting of held.release()) route(waiting)
    },
    detach: () => {
      mode = { name: 'holding' }
    },
    refuse: () => {
      mode = { name: 'refusing' }
      for (const waiting of held.release()) route(waiting)
    },
    counters: () => {
      let [bytesIn, bytesOut] = [closedBytesIn, closedBytesOut]
      for (const joined of joins) {
        bytesIn += joined.bytesIn()
        bytesOut += joined.bytesOut()
      }
      return {
        bytesIn,
        bytesOut,
        openConnections: joins.size,
        totalConnections,
        refusedConnections,
        waitingConnections: waitingSockets.size,
      }
    },
    close: () => (closing ??= close()),
  }
}

/** The channel closes in the same turn as the connection, and its event may come first. */
const isOver = async ({ closed }: Connection): Promise<boolean> =>
  await Promise.race([closed.then(() => true), nextTurn().then(() => false)])

const endsOf = ({
  localAddress,
  localPort,
  remoteAddress,
  remotePort,
}: Socket): Pick<Extract<ForwardEvent, { type: 'opened' }>, 'ends'> =>
  localAddress === undefined || localPort === undefined || remoteAddress === undefined || remotePort === undefined
    ? {}
    : { ends: { local: { address: localAddress, port: localPort }, remote: { address: remoteAddress, port: remotePort } } }
