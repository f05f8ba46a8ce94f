import type { Duplex } from 'node:stream'
import { FailureError } from '../../../contract/failure.ts'
import type { SilenceReason } from '../../../contract/reason.ts'
import { createBulkReadSocket } from '../ssh2/bulk-read-socket.ts'
import type { ConnectOptions } from '../connection.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { dial } from './dial.ts'
import { exchangeIdentification } from './identification.ts'
import { openThroughJumpHost } from './jump.ts'

export type TransportOptions = Pick<ConnectOptions, 'host' | 'port' | 'via' | 'connectTimeoutMs' | 'signal' | 'log'>

/** An open transport. The next bytes of `stream` are the server's identification line. */
export interface OpenTransport {
  readonly stream: Duplex
  readonly serverSoftware: string
  /** Begun with `connectTimeoutMs`; it runs as long as `use` does. */
  readonly deadline: Deadline
  /** Aborted by the deadline, or by the signal of the options. */
  readonly signal: AbortSignal
}

/** Opens a transport, directly or through `via`, and runs `use` on it. If that rejects, the stream is destroyed. */
export const withTransport = async <Result>(
  options: TransportOptions,
  use: (server: OpenTransport) => Promise<Result>,
): Promise<Result> => {
  const { host, port, connectTimeoutMs } = options
  const deadline = createDeadline(
    connectTimeoutMs,
    () => new FailureError({ code: 'connection-timeout', host, port, seconds: connectTimeoutMs / 1000 }),
  )
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([options.signal, deadline.signal])
  try {
    const stream = await reach(options, signal)
    // Each step reports the errors of its own time; an error between two steps must not end the process.
    stream.on('error', () => undefined)
    const late = (reason: SilenceReason, said?: string) => () =>
      new FailureError({ code: 'server-silent', host, port, seconds: connectTimeoutMs / 1000, reason, said })
    try {
      deadline.expect(late('nothing-sent'))
      const onForeign = (said: string): void => deadline.expect(late('identification-late', said))
      const { software } = await exchangeIdentification(stream, { host, port }, { signal, onForeign })
      deadline.expect(late('handshake-late'))
      options.log?.('info', { name: 'server-identified', host, said: software })
      return await use({ stream, serverSoftware: software, deadline, signal })
    } catch (error) {
      stream.destroy()
      throw error
    }
  } finally {
    deadline.clear()
  }
}

const reach = async (options: TransportOptions, signal: AbortSignal): Promise<Duplex> => {
  const { host, port, via, connectTimeoutMs } = options
  if (via !== undefined) return await openThroughJumpHost(via, { host, port, timeoutMs: connectTimeoutMs, signal })
  const socket = await dial({ host, port, signal, createSocket: createBulkReadSocket })
  options.log?.('info', { name: 'server-reached', address: socket.remoteAddress ?? host, port })
  return socket
}
