import { createServer } from 'node:net'
import type { LocalForward } from '../../contract/local-forward.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { proposeLocalPort } from './presets.ts'
import { bindPort } from '../ssh/forward/bind-port.ts'
import type { Endpoint } from '../local-peer/socket-ends.ts'

/** Returns why a local port cannot be bound now; undefined if it can. Binds the port for a moment, because no other check is certain. */
export const portObstacle = async (where: Endpoint): Promise<Failure | undefined> => {
  // A mail client that connects in that moment is reset, as it would be by a port that no program has bound.
  const server = createServer((socket) => socket.resetAndDestroy())
  try {
    await bindPort(server, where)
    return undefined
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    return failure
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

/** Returns a local port in the style of recipe R2 that is not in `taken` and can be bound on `address` now. */
export const freeLocalPort = async (
  destinationPort: number,
  taken: ReadonlySet<number>,
  address: LocalForward['bindAddress'],
): Promise<number> => {
  const tried = new Set(taken)
  for (;;) {
    const port = proposeLocalPort(destinationPort, tried)
    if ((await portObstacle({ address, port })) === undefined) return port
    tried.add(port)
  }
}
