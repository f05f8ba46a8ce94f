import { damaged } from './key-fault.ts'

/** The data types of RFC 4251 section 5, as far as key files use them. */

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export const sshString = (value: Uint8Array | string): Buffer => {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** An unsigned big-endian number without leading zeros. */
export const minimal = (magnitude: Uint8Array): Buffer => {
  const first = magnitude.findIndex((byte) => byte !== 0)
  return first === -1 ? Buffer.alloc(0) : Buffer.from(magnitude.subarray(first))
}

/** Encodes a positive mpint, with a zero byte before a number whose first bit is set. */
export const mpint = (magnitude: Uint8Array): Buffer => {
  const number = minimal(magnitude)
  return sshString((number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), number]) : number)
}

/** Reads one field after another. Each read throws UnreadableKeyError where the field is incomplete or, for `mpint`, negative. */
export interface WireReader {
  readonly uint32: () => number
  readonly string: () => Buffer
  readonly text: () => string
  /** The magnitude of a positive mpint, without leading zeros. */
  readonly mpint: () => Buffer
  /** All that is left. */
  readonly rest: () => Buffer
}

export const wireReader = (bytes: Uint8Array): WireReader => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let offset = 0
  const take = (length: number): Buffer => {
    if (length > buffer.length - offset) throw damaged('ends-early')
    offset += length
    return buffer.subarray(offset - length, offset)
  }
  const string = (): Buffer => take(take(4).readUInt32BE())
  return {
    uint32: () => take(4).readUInt32BE(),
    string,
    text: () => string().toString('utf8'),
    mpint: () => {
      const number = string()
      if ((number[0] ?? 0) >= 0x80) throw damaged('number-negative')
      return minimal(number)
    },
    rest: () => take(buffer.length - offset),
  }
}
