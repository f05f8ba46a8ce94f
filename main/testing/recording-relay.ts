import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP relay before a server on 127.0.0.1. */
export interface RecordingRelay {
  readonly port: number
  /** All bytes that passed, both ways, one character for each. */
  readonly recorded: () => string
  readonly stop: () => Promise<void>
}

/**
 * Starts a relay that records what passes, as somebody on the way would. The server sees it come from 127.0.0.2, because dovecot takes a password
 * in plain from its own address.
 */
export const startRecordingRelay = async (serverPort: number): Promise<RecordingRelay> => {
  const chunks: Buffer[] = []
  const sockets = new Set<Socket>()
  const relay = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ host: '127.0.0.1', port: serverPort, localAddress: '127.0.0.2', allowHalfOpen: true })
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => sockets.delete(socket))
      socket.on('data', (chunk: Buffer) => chunks.push(chunk))
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  return {
    port: (relay.address() as AddressInfo).port,
    recorded: () => Buffer.concat(chunks).toString('latin1'),
    stop: () =>
      new Promise((resolve) => {
        relay.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
