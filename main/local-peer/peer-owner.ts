import { systemSockets } from './open-system-sockets.ts'
import { peerOf, type SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

/**
 * Who holds the other end of a loopback connection. `gone`: nobody any more. `not-told`: the OS failed to answer. `unknown`: this OS never
 * tells.
 */
export type PeerOwner = 'same-user' | 'other-user' | 'gone' | 'not-told' | 'unknown'

/** Takes the ends of an accepted socket. Never throws. */
export type AskPeerOwner = (socket: SocketEnds) => PeerOwner

/**
 * SECURITY: whoever reaches a forward's port reaches the mail server as if from inside, and on a machine with several users every one of
 * them reaches loopback. The answer comes at once, so that no socket waits for it with a descriptor of ours.
 *
 * A race: a client that has closed its socket already is nobody's, and Linux then names uid 0. It cannot read an answer, yet what it sent
 * would be served as root's; it is `gone`.
 */
export const createPeerOwner =
  (sockets: SystemSockets | undefined): AskPeerOwner =>
  (ends) => {
    if (sockets === undefined) return 'unknown'
    try {
      return sockets.connected(peerOf(ends))?.owner ?? 'gone'
    } catch {
      return 'not-told'
    }
  }

/** `createPeerOwner` for this system. To be awaited before a port is bound. */
export const openPeerOwner = async (): Promise<AskPeerOwner> => createPeerOwner(await systemSockets())
