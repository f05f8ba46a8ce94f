import type { Socket } from 'node:net'
import type { AskPeerOwner } from '../local-peer/peer-owner.ts'

/**
 * SECURITY: serves this user's own programs alone. Where the OS does not tell whose a socket is, everyone is served: a mail client that
 * cannot fetch mail at all is no safer (docs/threat-model.md).
 */
export const createAdmitOwnUser =
  (peerOwner: AskPeerOwner) =>
  async ({ localAddress, localPort, remoteAddress, remotePort }: Socket): Promise<boolean> => {
    // A socket without a peer was reset before it could be asked about.
    if (localAddress === undefined || localPort === undefined || remoteAddress === undefined || remotePort === undefined)
      return false
    const owner = await peerOwner({
      local: { address: localAddress, port: localPort },
      remote: { address: remoteAddress, port: remotePort },
    })
    return owner === 'same-user' || owner === 'unknown'
  }
