interface SshPeer {
  readonly _protocol: {
    readonly _packetRW: {
      readonly write: {
        readonly allocStartKEX: number
        readonly alloc: (length: number, force: boolean) => Buffer
        readonly finalize: (packet: Buffer, force: boolean) => Buffer
      }
    }
    readonly _cipher: { readonly encrypt: (packet: Buffer) => void }
  }
}

/**
 * Sends SSH_MSG_DISCONNECT (RFC 4253 section 11.1) with a description, which ssh2 itself never sends. `peer` is a connection of ssh2's server, or
 * a log-in to it.
 */
export const disconnectWith = (peer: object, reason: number, description: string): void => {
  const { _packetRW: packets, _cipher: cipher } = (peer as SshPeer)._protocol
  const text = Buffer.from(description)
  const start = packets.write.allocStartKEX
  const packet = packets.write.alloc(1 + 4 + 4 + text.length + 4, true)
  packet[start] = 1
  packet.writeUInt32BE(reason, start + 1)
  packet.writeUInt32BE(text.length, start + 5)
  packet.set(text, start + 9)
  packet.writeUInt32BE(0, start + 9 + text.length)
  cipher.encrypt(packets.write.finalize(packet, true))
}
