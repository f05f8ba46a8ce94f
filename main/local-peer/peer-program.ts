import { printable } from '../../words/printable.ts'
import { createFreshRead } from './fresh-read.ts'
import { systemSockets } from './open-system-sockets.ts'
import { peerOf, type SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

/** The name of the program at the other end, such as `thunderbird`; undefined if it is not known. Never rejects. */
export type AskPeerProgram = (socket: SocketEnds) => Promise<string | undefined>

export interface PeerProgramOptions {
  readonly sockets?: () => Promise<SystemSockets | undefined>
  /** The pause between two searches of all processes, because each costs some milliseconds of a core. */
  readonly pauseMs?: number
}

const longestName = 64

/**
 * Asks the OS for the program of a mail client. However many connect at once, processes are searched once a second at most. The name is for
 * display and decides nothing, because a program names itself.
 */
export const createPeerProgram = ({ sockets = systemSockets, pauseMs = 1000 }: PeerProgramOptions = {}): AskPeerProgram => {
  let asked = new Set<number>()
  const look = createFreshRead(async () => {
    const ids = asked
    asked = new Set()
    return await (await sockets())?.programs(ids)
  }, pauseMs)

  return async (socket) => {
    try {
      const id = (await sockets())?.connected(peerOf(socket))?.id
      if (id === undefined) return undefined
      asked.add(id)
      // SECURITY: a program chooses its name, and it is shown in the window, in terminals and in logs.
      const name = printable((await look())?.get(id)?.name ?? '').slice(0, longestName)
      return name === '' ? undefined : name
    } catch {
      return undefined
    }
  }
}
