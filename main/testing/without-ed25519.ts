import type { Connection } from 'ssh2'

interface PacketWriter {
  readonly finalize: (packet: Buffer, force?: boolean) => Buffer
}

/** Replaces the name of Ed25519 in the SSH_MSG_EXT_INFO (RFC 8308) that a server sends. */
export const withoutEd25519 = (connection: Connection): void => {
  const { _protocol: protocol } = connection as unknown as { readonly _protocol: { _packetRW: object } }
  const finalizing = (writer: PacketWriter) => (packet: Buffer, force?: boolean) => {
    if (packet.includes('server-sig-algs')) packet.write('ssh-ed00000', packet.indexOf('ssh-ed25519'), 'latin1')
    return writer.finalize(packet, force)
  }
  // ssh2 changes the writer after the key exchange.
  protocol._packetRW = new Proxy(protocol._packetRW, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name)
      if (name !== 'write') return part
      return Object.create(part as PacketWriter, { finalize: { value: finalizing(part as PacketWriter) } }) as PacketWriter
    },
  })
}
