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

/** Sends a payload as one packet (RFC 4253 section 6), whatever it holds. `peer` is a connection of ssh2's server, or a client of ssh2. */
export const sendPayload = (peer: object, payload: Buffer): void => {
  const { _packetRW: packets, _cipher: cipher } = (peer as SshPeer)._protocol
  const packet = packets.write.alloc(payload.length, true)
  packet.set(payload, packets.write.allocStartKEX)
  cipher.encrypt(packets.write.finalize(packet, true))
}

/** A `uint32` of RFC 4251 section 5. */
export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A `string` of RFC 4251 section 5. */
export const sshString = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** A payload: the number of its message, and its fields one after another. */
export const message = (type: number, ...fields: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from([type]), ...fields])
