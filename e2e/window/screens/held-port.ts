import { createServer } from 'node:net'

/** Binds a local port, like another program. Returns a function that releases it. */
export const holdPort = async (port: number): Promise<() => Promise<void>> => {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return () => new Promise((resolve) => server.close(() => resolve()))
}
