import { printable } from '../../words/printable.ts'
import { createFreshRead } from './fresh-read.ts'
import type { PeerNames, SocketEnds } from './peer-names.ts'
import { createLinuxPeerNames } from './peer-names-linux.ts'
import { macosPeerNames } from './peer-names-macos.ts'
import { windowsPeerNames } from './peer-names-windows.ts'

/** The program at the other end, as `thunderbird`; undefined where it cannot be told. Never rejects. */
export type AskPeerProgram = (socket: SocketEnds) => Promise<string | undefined>

export interface PeerProgramOptions {
  readonly platform?: NodeJS.Platform
  readonly peerNames?: PeerNames | undefined
  /** Between one look at all processes and the next, since each costs some milliseconds of a core. */
  readonly pauseMs?: number
}

const longestName = 64

/**
 * Asks the OS which program a mail client is; however many come at once, it is asked once a second at most. It is for the eye and decides
 * nothing: a program names itself.
 */
export const createPeerProgram = (options: PeerProgramOptions = {}): AskPeerProgram => {
  const { platform = process.platform, peerNames = peerNamesOn(platform), pauseMs = 1000 } = options
  if (peerNames === undefined) return () => Promise.resolve(undefined)
  let asked: SocketEnds[] = []
  const look = createFreshRead(() => {
    const sockets = asked
    asked = []
    return peerNames(sockets)
  }, pauseMs)

  return async (socket) => {
    asked.push(socket)
    try {
      // SECURITY: a program chooses its name, and it is shown in the window, in terminals and in logs.
      const name = printable((await look()).get(socket) ?? '').slice(0, longestName)
      return name === '' ? undefined : name
    } catch {
      return undefined
    }
  }
}

const peerNamesOn = (platform: NodeJS.Platform): PeerNames | undefined => {
  if (platform === 'linux') return createLinuxPeerNames()
  if (platform === 'win32') return windowsPeerNames
  if (platform === 'darwin') return macosPeerNames
  return undefined
}
