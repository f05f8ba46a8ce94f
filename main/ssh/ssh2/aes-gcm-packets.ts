import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import type { CipherGCMTypes } from 'node:crypto'
import { createPacketReader, leastPadding, lengthBytes, tagBytes } from './packet-reader.ts'
import type { PacketReader, PacketReaderOptions } from './packet-reader.ts'

/**
 * Packets of the binary packet protocol under AES-GCM (RFC 5647 section 7, as OpenSSH reads it: aes128-gcm@openssh.com and
 * aes256-gcm@openssh.com): a length in the clear that is authenticated, then the encrypted padding length, payload and padding, then the
 * tag. Of ssh2 this file knows only the names that its protocol calls.
 */
export interface AesGcmKey {
  readonly algorithm: Extract<CipherGCMTypes, 'aes-128-gcm' | 'aes-256-gcm'>
  readonly key: Uint8Array
  /** 12 bytes: 4 fixed ones, and 8 that count the packets under this key. */
  readonly iv: Uint8Array
}

export interface AesGcmWriter {
  /** The sequence number of the next packet. AES-GCM does not use it; the next keys do. */
  outSeqno: number
  /** Returns a packet with room for a payload from byte 5 on and for the tag at its end. */
  readonly allocPacket: (payloadLength: number) => Buffer
  /** Encrypts a packet of `allocPacket` in place, and writes it in one piece. */
  readonly encrypt: (packet: Buffer) => void
  readonly free: () => void
}

const blockBytes = 16

/** Random bytes of one call for some hundred packets. Each byte is used once. */
const padding = Buffer.alloc(8192)
let paddingUsed = padding.length

const takePadding = (length: number): Buffer => {
  if (paddingUsed + length > padding.length) {
    randomFillSync(padding)
    paddingUsed = 0
  }
  return padding.subarray(paddingUsed, (paddingUsed += length))
}

/** RFC 5647 section 7.1: the last eight bytes are the invocation counter, big-endian. */
const countUp = (iv: Buffer): void => {
  for (let index = iv.length - 1; index >= 4; index -= 1) {
    const next = ((iv[index] ?? 0) + 1) & 0xff
    iv[index] = next
    if (next !== 0) return
  }
}

/**
 * SECURITY: under one key an IV must never be used twice. The writer replaces another one, which is dropped, and begins with its next IV.
 * Each packet counts the IV up once, also where the write fails.
 */
export const createAesGcmWriter = (
  { algorithm, key, iv: firstIv }: AesGcmKey,
  options: { readonly sequence: number; readonly write: (packet: Buffer) => void },
): AesGcmWriter => {
  const iv = Buffer.from(firstIv)
  let dead = false
  const writer: AesGcmWriter = {
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
      const cipher = createCipheriv(algorithm, key, iv)
      countUp(iv)
      cipher.setAAD(packet.subarray(0, lengthBytes))
      packet.set(cipher.update(packet.subarray(lengthBytes, tagAt)), lengthBytes)
      cipher.final()
      packet.set(cipher.getAuthTag(), tagAt)
      writer.outSeqno = (writer.outSeqno + 1) >>> 0
      options.write(packet)
    },
    free: () => {
      dead = true
    },
  }
  return writer
}

/** See `createPacketReader`. */
export const createAesGcmReader = ({ algorithm, key, iv: firstIv }: AesGcmKey, options: PacketReaderOptions): PacketReader => {
  const iv = Buffer.from(firstIv)
  return createPacketReader(
    {
      blockBytes,
      lengthAt: (data, position) => data.readUInt32BE(position),
      open: (data, start, end) => {
        const decipher = createDecipheriv(algorithm, key, iv)
        countUp(iv)
        decipher.setAAD(data.subarray(start, start + lengthBytes))
        const plain = decipher.update(data.subarray(start + lengthBytes, end - tagBytes))
        decipher.setAuthTag(data.subarray(end - tagBytes, end))
        // SECURITY: throws if the tag does not fit; no plain text has been read before.
        decipher.final()
        return plain
      },
    },
    options,
  )
}
