import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A relay between a mail client and Postern that counts the bytes of both directions by itself. */
export interface CountingRelay {
  readonly port: number
  /** Bytes from the mail server to the client, and from the client to the mail server. */
  readonly counts: () => { readonly bytesIn: number; readonly bytesOut: number; readonly connections: number }
  readonly stop: () => Promise<void>
}

/** Listens on a free loopback port and joins each connection to `target`. */
export const startCountingRelay = async (target: number): Promise<CountingRelay> => {
  let [bytesIn, bytesOut, connections] = [0, 0, 0]
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    connections++
    const postern = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    for (const socket of [client, postern]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    // Bytes are counted when they are read, because Postern also carries bytes for a client that has already gone.
    client.on('data', (chunk) => {
      bytesOut += chunk.length
      if (!postern.write(chunk)) client.pause()
    })
    postern.on('data', (chunk) => {
      bytesIn += chunk.length
      if (client.writable && !client.write(chunk)) postern.pause()
    })
    client.on('drain', () => postern.resume())
    postern.on('drain', () => client.resume())
    client.on('end', () => postern.end())
    postern.on('end', () => client.end())
    client.on('close', () => postern.resume().end())
    postern.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ bytesIn, bytesOut, connections }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
