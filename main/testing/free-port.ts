import { createServer } from 'node:net'

// Below Linux's ephemeral ports (32768 and up), so that no outgoing connection takes the port between the check and the bind. Above the
// ports of daemons.
const lowest = 20_000
const highest = 32_000

/**
 * Reserves a port number among the running test processes until this one ends: only one process can listen at an abstract address (unix(7)).
 * Without it, two test files could get the same port before either binds it.
 */
const reserve = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().unref()
    server.once('error', () => resolve(false))
    server.listen(`\0postern-test-port-${port}`, () => resolve(true))
  })

/** The ports of this process. On macOS and Windows, which have no abstract addresses, only these are reserved. */
const given = new Set<number>()

/** Whether a TCP port can be bound on an address now. */
export const canBind = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      // On a machine without IPv6 no program can have the port on ::1.
      resolve(host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'))
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })

/** Returns a TCP port that is free on 127.0.0.1 and on ::1. On Linux two running processes never get the same port. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port)) continue
    given.add(port)
    if (process.platform === 'linux' && !(await reserve(port))) continue
    if ((await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'))) return port
  }
}

/** Returns a different free port for each name. */
export const freePorts = async <Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> => {
  const entries = await Promise.all(names.map(async (name) => [name, await freePort()] as const))
  return Object.fromEntries(entries) as Record<Name, number>
}
