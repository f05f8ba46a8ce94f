import { message, sendPayload, sshString, uint32 } from './send-payload.ts'

/**
 * Sends SSH_MSG_DISCONNECT (RFC 4253 section 11.1) with a description, which ssh2 itself never sends. `peer` is a connection of ssh2's server, or
 * a log-in to it.
 */
export const disconnectWith = (peer: object, reason: number, description: string): void =>
  sendPayload(peer, message(1, uint32(reason), sshString(description), sshString('')))
