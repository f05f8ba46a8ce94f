import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { serveParent } from './child.ts'

/** A forward without SSH, which shows the most that Node can do. */
serveParent(async ({ targetPort }: { readonly targetPort: number }) => {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far)
    far.pipe(near)
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
})
