import { printable } from '../../words/printable.ts'
import { createFreshRead } from './fresh-read.ts'
import { systemSockets } from './open-system-sockets.ts'
import { peerOf, type SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

/** The program at the other end, as `thunderbird`; undefined where it cannot be told. Never rejects. */
export type AskPeerProgram = (socket: SocketEnds) => Promise<string | undefined>

export interface PeerProgramOptions {
  readonly sockets?: () => Promise<SystemSockets | undefined>
  /** Between one look at all processes and the next, since each costs some milliseconds of a core. */
  readonly pauseMs?: number
}

const longestName = 64

/**
 * Asks the OS which program a mail client is; however many come at once, processes are looked through once a second at most. It is for the
 * eye and decides nothing: a program names itself.
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
