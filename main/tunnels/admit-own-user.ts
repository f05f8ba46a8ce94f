import type { Socket } from 'node:net'
import { openPeerOwner, type AskPeerOwner } from '../local-peer/peer-owner.ts'

/** Whether the socket at the other end may be served. */
export type AdmitPeer = (socket: Socket) => boolean

/**
 * SECURITY: serves this user's own programs alone, and whoever cannot be told is no such program. On a system that never tells whose a socket
 * is, everyone is served: a mail client that cannot fetch mail at all is no safer (docs/threat-model.md).
 */
export const createAdmitOwnUser =
  (peerOwner: AskPeerOwner): AdmitPeer =>
  ({ localAddress, localPort, remoteAddress, remotePort }) => {
    // A socket without a peer was reset before it could be asked about.
    if (localAddress === undefined || localPort === undefined || remoteAddress === undefined || remotePort === undefined)
      return false
    const owner = peerOwner({
      local: { address: localAddress, port: localPort },
      remote: { address: remoteAddress, port: remotePort },
    })
    return owner === 'same-user' || owner === 'unknown'
  }

/** `createAdmitOwnUser` on this system. To be awaited before a port is bound, since what the system tells is found out then. */
export const openAdmitOwnUser = async (): Promise<AdmitPeer> => createAdmitOwnUser(await openPeerOwner())
