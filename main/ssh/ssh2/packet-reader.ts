/** The answer to a payload: undefined to go on, false to stop behind this packet, or the position in the data at which to go on. */
type Verdict = number | boolean | undefined

/** A decipher with the methods that ssh2's protocol calls. */
export interface PacketReader {
  inSeqno: number
  /** Called with each authentic payload. ssh2 replaces it during a key exchange. */
  _onPayload: (payload: Buffer) => Verdict
  /** Decrypts `data` from `position` to `end`; returns the position at which to go on, or undefined if all of it was decrypted. */
  readonly decrypt: (data: Buffer, position: number, end: number) => number | undefined
  readonly free: () => void
}

/** One cipher's part in reading a packet (RFC 4253 section 6): four bytes of length, the encrypted part, and a tag. */
export interface PacketOpener {
  /**
   * The length of the encrypted part. Called again for the same packet if two reads split it.
   *
   * SECURITY: the length is read before it can be authenticated, so the reader checks its bounds before it allocates memory.
   */
  readonly lengthAt: (data: Buffer, position: number, sequence: number) => number
  /** A length is at least one block, and a multiple of one. */
  readonly blockBytes: number
  /** The decrypted part of the packet from `start` to `end`. Throws if the tag does not fit. */
  readonly open: (data: Buffer, start: number, end: number, sequence: number) => Uint8Array
}

export interface PacketReaderOptions {
  /** The sequence number of the next packet. */
  readonly sequence: number
  readonly onPayload: (payload: Buffer) => Verdict
}

export const lengthBytes = 4
export const tagBytes = 16
export const leastPadding = 4
/** RFC 4253 section 6.1: the size that every implementation must accept. No peer may send more, because ssh2 offers packets of 32 KiB. */
const mostPacketBytes = 35_000

/**
 * Decrypts whole packets in place in the read buffer, and copies only those that two reads have split.
 *
 * Throws if a length is out of bounds, the padding is longer than its packet, or a packet is not authentic; ssh2 then ends the connection.
 */
export const createPacketReader = (opener: PacketOpener, options: PacketReaderOptions): PacketReader => {
  const { blockBytes } = opener
  const head = Buffer.alloc(lengthBytes)
  /** The packet that is being gathered, or as much of its length as has arrived, and the number of its gathered bytes. */
  let partial: Buffer = head
  let gathered = 0

  const wholeAt = (data: Buffer, position: number): number => {
    const length = opener.lengthAt(data, position, reader.inSeqno)
    if (length < blockBytes || length % blockBytes !== 0 || length + lengthBytes + tagBytes > mostPacketBytes)
      throw new Error('Bad packet length')
    return lengthBytes + length + tagBytes
  }

  const open = (data: Buffer, start: number, end: number): Buffer => {
    const plain = opener.open(data, start, end, reader.inSeqno)
    const paddingLength = plain[0] ?? 0
    if (paddingLength < leastPadding || paddingLength > plain.length - 1) throw new Error('Bad padding length')
    return Buffer.from(plain.buffer, plain.byteOffset + 1, plain.length - paddingLength - 1)
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
        const whole = gathered === 0 && end - position >= lengthBytes ? wholeAt(data, position) : undefined
        if (whole !== undefined && position + whole <= end) {
          payload = open(data, position, position + whole)
          position += whole
        } else {
          if (whole !== undefined) partial = Buffer.allocUnsafe(whole)
          position = gather(data, position, end)
          if (gathered < partial.length) return undefined
          if (partial === head) {
            partial = Buffer.allocUnsafe(wholeAt(head, 0))
            partial.set(head)
            continue
          }
          payload = open(partial, 0, partial.length)
          partial = head
          gathered = 0
        }
        // Before the payload is passed on, because it may bring the key exchange that reads this number.
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
