import { timingSafeEqual } from 'node:crypto'
import { poly1305 } from '@noble/ciphers/_poly1305'
import { chacha20 } from '@noble/ciphers/chacha'
import type { PacketReader, PacketWriter } from './aes-gcm-packets.ts'
import { takePadding } from './packet-padding.ts'

/**
 * Packets of the binary packet protocol under chacha20-poly1305@openssh.com (PROTOCOL.chacha20poly1305 of OpenSSH), for a runtime without
 * ChaCha20 of its own: the BoringSSL of Electron. Nothing of ssh2 is known here but the names that its protocol calls.
 */
export interface ChaChaKey {
  /** 32 bytes, for the packet and its tag. */
  readonly mainKey: Uint8Array
  /** 32 bytes, for the length alone. */
  readonly lengthKey: Uint8Array
}

const lengthBytes = 4
const tagBytes = 16
const blockBytes = 8
const leastPadding = 4
/** RFC 4253 section 6.1: what every implementation must take. Nobody may send more to us, since ssh2 offers packets of 32 KiB. */
const mostPacketBytes = 35_000

/** The sequence number as 64 bits, big-endian, behind the upper half of the block counter. */
const nonceOf = (sequence: number): Uint8Array => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(sequence, 8)
  return nonce
}

const tagOf = (mainKey: Uint8Array, nonce: Uint8Array, encrypted: Uint8Array): Uint8Array =>
  poly1305(encrypted, chacha20(mainKey, nonce, new Uint8Array(32)))

/** SECURITY: the sequence number is the nonce, so each packet counts it up once, also where the write fails. */
export const createChaChaWriter = (
  { mainKey, lengthKey }: ChaChaKey,
  options: { readonly sequence: number; readonly write: (packet: Buffer) => void },
): PacketWriter => {
  let dead = false
  const writer: PacketWriter = {
    outSeqno: options.sequence,
    allocPacket: (payloadLength) => {
      const unpadded = 1 + payloadLength
      let paddingLength = blockBytes - (unpadded % blockBytes)
      if (paddingLength < leastPadding) paddingLength += blockBytes
      const length = unpadded + paddingLength
      const packet = Buffer.allocUnsafe(lengthBytes + length + tagBytes)
      packet.writeUInt32BE(length, 0)
      packet[lengthBytes] = paddingLength
      packet.set(takePadding(paddingLength), lengthBytes + unpadded)
      return packet
    },
    encrypt: (packet) => {
      if (dead) return
      const tagAt = packet.length - tagBytes
      if (packet.readUInt32BE(0) !== tagAt - lengthBytes) throw new Error('the packet was not made by this writer')
      const nonce = nonceOf(writer.outSeqno)
      writer.outSeqno = (writer.outSeqno + 1) >>> 0
      packet.set(chacha20(lengthKey, nonce, packet.subarray(0, lengthBytes)), 0)
      packet.set(chacha20(mainKey, nonce, packet.subarray(lengthBytes, tagAt), undefined, 1), lengthBytes)
      packet.set(tagOf(mainKey, nonce, packet.subarray(0, tagAt)), tagAt)
      options.write(packet)
    },
    free: () => {
      dead = true
    },
  }
  return writer
}

/**
 * Throws where a length is out of bounds, the padding is longer than its packet, or a packet is not authentic; ssh2 then ends the
 * connection.
 */
export const createChaChaReader = (
  { mainKey, lengthKey }: ChaChaKey,
  options: { readonly sequence: number; readonly onPayload: PacketReader['_onPayload'] },
): PacketReader => {
  const head = Buffer.alloc(lengthBytes)
  /** The packet that is being gathered, or its encrypted length as far as that came, and how much of it is there. */
  let partial: Buffer = head
  let gathered = 0

  const lengthOf = (): number => {
    const length = Buffer.from(chacha20(lengthKey, nonceOf(reader.inSeqno), head)).readUInt32BE(0)
    // SECURITY: the length is read before it can be authenticated, so it is bounded before memory is taken for it.
    if (length < blockBytes || length % blockBytes !== 0 || length + lengthBytes + tagBytes > mostPacketBytes)
      throw new Error('Bad packet length')
    return length
  }

  const open = (packet: Buffer): Buffer => {
    const nonce = nonceOf(reader.inSeqno)
    const tagAt = packet.length - tagBytes
    if (!timingSafeEqual(tagOf(mainKey, nonce, packet.subarray(0, tagAt)), packet.subarray(tagAt))) throw new Error('Invalid MAC')
    const plain = Buffer.from(chacha20(mainKey, nonce, packet.subarray(lengthBytes, tagAt), undefined, 1))
    const paddingLength = plain[0] ?? 0
    if (paddingLength < leastPadding || paddingLength > plain.length - 1) throw new Error('Bad padding length')
    return plain.subarray(1, plain.length - paddingLength)
  }

  const reader: PacketReader = {
    inSeqno: options.sequence,
    _onPayload: options.onPayload,
    decrypt: (data, start, end) => {
      let position = start
      while (position < end) {
        const taken = Math.min(partial.length - gathered, end - position)
        partial.set(data.subarray(position, position + taken), gathered)
        gathered += taken
        position += taken
        if (gathered < partial.length) return undefined
        if (partial === head) {
          partial = Buffer.allocUnsafe(lengthBytes + lengthOf() + tagBytes)
          partial.set(head)
          continue
        }
        const payload = open(partial)
        partial = head
        gathered = 0
        // Before the payload is told: it may bring the key exchange that reads this number.
        reader.inSeqno = (reader.inSeqno + 1) >>> 0
        const verdict = reader._onPayload(payload)
        if (verdict !== undefined) return typeof verdict === 'number' ? verdict : position
      }
      return undefined
    },
    free: () => undefined,
  }
  return reader
}
