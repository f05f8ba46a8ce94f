import { systemSockets } from './open-system-sockets.ts'
import { peerOf, type SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

/**
 * The owner of the other end of a loopback connection. `gone`: no process has it any more. `unanswered`: the OS failed to answer.
 * `unknown`: this OS never reveals owners.
 */
export type PeerOwner = 'same-user' | 'other-user' | 'gone' | 'unanswered' | 'unknown'

/** Asks about the peer of an accepted socket by its ends. Never throws. */
export type AskPeerOwner = (socket: SocketEnds) => PeerOwner

/**
 * SECURITY: a program that reaches a forward's port reaches the mail server as if from inside, and on a machine with several users each of
 * them reaches loopback. The answer comes at once, so that no socket waits for it with a descriptor of ours.
 *
 * Race: the socket of a client that has closed already has no owner, and Linux then names uid 0. The client cannot read an answer, yet its
 * bytes would be served as root's, so the owner is `gone`.
 */
export const createPeerOwner =
  (sockets: SystemSockets | undefined): AskPeerOwner =>
  (ends) => {
    if (sockets === undefined) return 'unknown'
    try {
      return sockets.connected(peerOf(ends))?.owner ?? 'gone'
    } catch {
      return 'unanswered'
    }
  }

/** `createPeerOwner` for this system. Await it before a port is bound. */
export const openPeerOwner = async (): Promise<AskPeerOwner> => createPeerOwner(await systemSockets())
