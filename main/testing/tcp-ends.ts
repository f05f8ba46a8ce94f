import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A server on a free loopback port, controlled by the test. */
export interface TcpServer {
  readonly port: number
  /** The open sockets, in the order in which they came. */
  readonly sockets: ReadonlySet<Socket>
  readonly stop: () => Promise<void>
}

/** Starts a server with half-open sockets, so that a test can see the end of each direction separately. */
export const startTcpServer = async (onSocket: (socket: Socket) => void): Promise<TcpServer> => {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Returns a client's socket, connected and half-open. Its errors are ignored; `close` follows them. */
export const dialPort = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  return socket
}

/** Reads everything up to the end of file. Rejects if the socket was reset. */
export const readToEnd = async (socket: Socket): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * Returns how a socket ended for its owner: by an end of file, or by a reset. Reads and drops all bytes. If bytes are unread before a reset,
 * libuv itself reports an end, so use it only for a socket that has read everything.
 */
export const endOf = async (socket: Socket): Promise<'end' | 'reset'> =>
  new Promise((resolve) => {
    if (socket.readableEnded) resolve('end')
    else if (socket.closed) resolve('reset')
    socket.once('end', () => resolve('end'))
    socket.once('close', () => resolve('reset'))
    socket.resume()
  })

/** Dials a port and returns how the socket ended. A reset may come before the client's `connect` event. */
export const fateAt = async (port: number): Promise<'end' | 'reset'> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') throw error
  })
  return await endOf(socket)
}
