import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { serveParent } from './child.ts'
import type { NetworkOptions } from './slow-network.ts'
import { createLine } from './line.ts'

/** The relay of slow-network.ts. */
const serve = (near: Socket, options: NetworkOptions): void => {
  const far = connect({ port: options.targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  near.on('error', () => far.destroy())
  far.on('error', () => near.destroy())
  near.on('close', () => far.destroy())
  far.on('close', () => near.destroy())
  createLine(near, far, options)
  createLine(far, near, options)
  near.resume()
}

serveParent(async (options: NetworkOptions) => {
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (near) => {
    // A TCP handshake takes a round trip before the dialling end may speak. The kernel has done it here in no time.
    setTimeout(() => serve(near, options), options.rttMs)
  })
  server.listen({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
})
