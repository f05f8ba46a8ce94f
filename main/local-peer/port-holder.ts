import type { Program } from '../../contract/failure.ts'
import { systemSockets } from './open-system-sockets.ts'
import type { Endpoint } from './socket-ends.ts'

/**
 * The program that listens on a port which Postern wants. Undefined if the OS does not reveal it: Linux shows the programs of other users
 * only to root. Never rejects.
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
