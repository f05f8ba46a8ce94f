import { createServer } from 'node:net'
import type { LocalForward } from '../../contract/local-forward.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { proposeLocalPort } from './presets.ts'
import { bindPort } from '../ssh/forward/bind-port.ts'
import type { Endpoint } from '../local-peer/socket-ends.ts'

/** Why a local port cannot be bound now; undefined where it can be. It is bound for a moment, since nothing else tells for sure. */
export const portObstacle = async (where: Endpoint): Promise<Failure | undefined> => {
  // A mail client that calls in that moment is reset, as by a port that nobody has.
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

/** A local port in the style of recipe R2 that is not `taken` and can be bound on `address` now. */
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
