import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

export interface TcpRelay {
  readonly port: number
  /** From now on no byte passes, and no socket is closed, as if the other host had vanished. */
  readonly vanish: () => void
  /** Cuts both sides with a reset. */
  readonly cut: () => void
  readonly stop: () => Promise<void>
}

export interface TcpRelayOptions {
  /** The most bytes per second from the server. */
  readonly bytesPerSecond?: number
  /** The number of the server's first bytes that pass one at a time, each in its own segment. */
  readonly dribble?: number
  /** The loopback address from which the server sees the connections, such as 127.0.0.9. */
  readonly from?: string
}

/** A relay between a client and a server on loopback, which imitates network faults. */
export const startTcpRelay = async (serverPort: number, options: TcpRelayOptions = {}): Promise<TcpRelay> => {
  const { from } = options
  const pairs = new Set<readonly [Socket, Socket]>()
  const relay = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const server = connect({
      port: serverPort,
      host: '127.0.0.1',
      noDelay: true,
      allowHalfOpen: true,
      ...(from === undefined ? {} : { localAddress: from }),
    })
    const pair = [client, server] as const
    pairs.add(pair)
    for (const socket of pair) socket.on('error', () => pair.forEach((end) => end.destroy()))
    client.on('close', () => pairs.delete(pair))
    client.pipe(server)
    server.pipe(shape(options)).pipe(client)
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const each = (act: (socket: Socket) => void): void => pairs.forEach((pair) => pair.forEach(act))
  return {
    port: (relay.address() as AddressInfo).port,
    vanish: () => each((socket) => socket.unpipe().pause()),
    cut: () => each((socket) => socket.resetAndDestroy()),
    stop: () =>
      new Promise((resolve) => {
        relay.close(() => resolve())
        each((socket) => socket.destroy())
      }),
  }
}

const shape = ({ bytesPerSecond, dribble = 0 }: TcpRelayOptions): Transform => {
  let passed = 0
  const pass = async (stream: Transform, chunk: Buffer): Promise<void> => {
    for (let position = 0; position < chunk.length;) {
      const size = passed < dribble ? 1 : Math.min(chunk.length - position, bytesPerSecond === undefined ? Infinity : 4096)
      stream.push(chunk.subarray(position, position + size))
      passed += size
      position += size
      // Long enough for the segment to leave before the next.
      if (passed <= dribble) await sleep(2)
      else if (bytesPerSecond !== undefined) await sleep((size / bytesPerSecond) * 1000)
    }
  }
  return new Transform({
    highWaterMark: 16 * 1024,
    transform(chunk: Buffer, _encoding, callback) {
      void pass(this, chunk).then(() => callback())
    },
  })
}
