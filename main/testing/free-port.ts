import { createServer } from 'node:net'

// Below Linux's ephemeral ports (32768 and up), so that no outgoing connection of another test takes the port between the look and
// the bind. Above what daemons use.
const lowest = 20_000
const highest = 32_000

/**
 * Reserves a port number among the test processes that run at the same time, until this one ends: the kernel lets one process alone listen
 * at an abstract address (unix(7)). Without it, two test files could be given the same port before either binds it.
 */
const reserve = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().unref()
    server.once('error', () => resolve(false))
    server.listen(`\0postern-test-port-${port}`, () => resolve(true))
  })

/** What this process was given, which holds where there are no abstract addresses too (macOS, Windows). */
const given = new Set<number>()

/** Whether a TCP port can be bound on an address now. */
export const canBind = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has nothing on ::1 that could be in the way.
      resolve(host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'))
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })

/** A TCP port that is free on 127.0.0.1 and on ::1. On Linux no two processes that run at the same time are given the same one. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port)) continue
    given.add(port)
    if (process.platform === 'linux' && !(await reserve(port))) continue
    if ((await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'))) return port
  }
}

/** As many different free ports as there are names. */
export const freePorts = async <Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> => {
  const entries = await Promise.all(names.map(async (name) => [name, await freePort()] as const))
  return Object.fromEntries(entries) as Record<Name, number>
}
