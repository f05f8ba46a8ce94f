import type { Program } from '../../contract/failure.ts'
import { systemSockets } from './open-system-sockets.ts'
import type { Endpoint } from './socket-ends.ts'

/**
 * The program that listens on a port which Postern wants. Undefined where the OS does not tell: Linux shows the programs of other users to
 * root alone. Never rejects.
 */
export const portHolder = async (wanted: Endpoint): Promise<Program | undefined> => {
  try {
    const sockets = await systemSockets()
    const id = sockets?.listening(wanted)?.id
    return id === undefined ? undefined : (await sockets?.programs(new Set([id])))?.get(id)
  } catch {
    return undefined
  }
}
