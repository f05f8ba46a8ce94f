import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { CipherGCMTypes } from 'node:crypto'
import { takePadding } from './packet-padding.ts'

/**
 * Packets of the binary packet protocol under AES-GCM (RFC 5647 section 7, with OpenSSH's reading of it: aes128-gcm@openssh.com and
 * aes256-gcm@openssh.com): a length in the clear that is authenticated, then the encrypted padding length, payload and padding, then
 * the tag. Nothing of ssh2 is known here but the names that its protocol calls.
 */
export interface AesGcmKey {
  readonly algorithm: Extract<CipherGCMTypes, 'aes-128-gcm' | 'aes-256-gcm'>
  readonly key: Uint8Array
  /** 12 bytes: 4 that stay, 8 that count the packets under this key. */
  readonly iv: Uint8Array
}

export interface PacketWriter {
  /** The sequence number of the next packet. AES-GCM does not use it; it is carried on to the keys that follow. */
  outSeqno: number
  /** A packet whose payload is to be written from byte 5 on; its end is kept free for the tag. */
  readonly allocPacket: (payloadLength: number) => Buffer
  /** Encrypts a packet that `allocPacket` gave, where it stands, and writes it in one piece. */
  readonly encrypt: (packet: Buffer) => void
  readonly free: () => void
}

/** What the taker of a payload answers: nothing to go on, false to stop behind this packet, or where in the data to go on. */
type Verdict = number | boolean | undefined

export interface PacketReader {
  inSeqno: number
  /** Called with each authentic payload. ssh2 puts another in its place for the time of a key exchange. */
  _onPayload: (payload: Buffer) => Verdict
  /** Takes `data` from `position` to `end`; gives where to go on, or undefined where all of it was taken. */
  readonly decrypt: (data: Buffer, position: number, end: number) => number | undefined
  readonly free: () => void
}

const lengthBytes = 4
const tagBytes = 16
const blockBytes = 16
const leastPadding = 4
/** RFC 4253 section 6.1: what every implementation must take. Nobody may send more to us, since ssh2 offers packets of 32 KiB. */
const mostPacketBytes = 35_000

/** RFC 5647 section 7.1: the last eight bytes are the invocation counter, big-endian. */
const countUp = (iv: Buffer): void => {
  for (let index = iv.length - 1; index >= 4; index -= 1) {
    const next = ((iv[index] ?? 0) + 1) & 0xff
    iv[index] = next
    if (next !== 0) return
  }
}

/**
 * SECURITY: under one key an IV must never be used twice. The writer takes the place of another that is dropped, and begins with the IV
 * where that one stopped; each packet counts it up once, also where the write fails.
 */
export const createAesGcmWriter = (
  { algorithm, key, iv: firstIv }: AesGcmKey,
  options: { readonly sequence: number; readonly write: (packet: Buffer) => void },
): PacketWriter => {
  const iv = Buffer.from(firstIv)
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

/**
 * Decrypts whole packets where they stand in what was read, and copies those alone that two reads have split.
 *
 * Throws where a length is out of bounds, the padding is longer than its packet, or a packet is not authentic; ssh2 then ends the
 * connection.
 */
export const createAesGcmReader = (
  { algorithm, key, iv: firstIv }: AesGcmKey,
  options: { readonly sequence: number; readonly onPayload: (payload: Buffer) => Verdict },
): PacketReader => {
  const iv = Buffer.from(firstIv)
  const head = Buffer.alloc(lengthBytes)
  /** The packet that is being gathered, or its length as far as that came, and how much of it is there. */
  let partial: Buffer = head
  let gathered = 0

  const lengthAt = (data: Buffer, position: number): number => {
    const length = data.readUInt32BE(position)
    // SECURITY: the length is read before it can be authenticated, so it is bounded before memory is taken for it.
    if (length < blockBytes || length % blockBytes !== 0 || length + lengthBytes + tagBytes > mostPacketBytes)
      throw new Error('Bad packet length')
    return length
  }

  const open = (data: Buffer, start: number, end: number): Buffer => {
    const decipher = createDecipheriv(algorithm, key, iv)
    countUp(iv)
    decipher.setAAD(data.subarray(start, start + lengthBytes))
    const plain = decipher.update(data.subarray(start + lengthBytes, end - tagBytes))
    decipher.setAuthTag(data.subarray(end - tagBytes, end))
    // SECURITY: throws where the tag does not fit; nothing of the plain text has been looked at before.
    decipher.final()
    const paddingLength = plain[0] ?? 0
    if (paddingLength < leastPadding || paddingLength > plain.length - 1) throw new Error('Bad padding length')
    return plain.subarray(1, plain.length - paddingLength)
  }

  const gather = (data: Buffer, position: number, end: number): number => {
    const taken = Math.min(partial.length - gathered, end - position)
    partial.set(data.subarray(position, position + taken), gathered)
    gathered += taken
    return position + taken
  }

  const reader: PacketReader = {
    inSeqno: options.sequence,
    _onPayload: options.onPayload,
    decrypt: (data, start, end) => {
      let position = start
      while (position < end) {
        let payload: Buffer
        const whole =
          gathered === 0 && end - position >= lengthBytes ? lengthBytes + lengthAt(data, position) + tagBytes : undefined
        if (whole !== undefined && position + whole <= end) {
          payload = open(data, position, position + whole)
          position += whole
        } else {
          if (whole !== undefined) partial = Buffer.allocUnsafe(whole)
          position = gather(data, position, end)
          if (gathered < partial.length) return undefined
          if (partial === head) {
            partial = Buffer.allocUnsafe(lengthBytes + lengthAt(head, 0) + tagBytes)
            partial.set(head)
            continue
          }
          payload = open(partial, 0, partial.length)
          partial = head
          gathered = 0
        }
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
