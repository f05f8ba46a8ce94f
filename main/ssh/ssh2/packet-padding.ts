import { randomFillSync } from 'node:crypto'

/** One call of the random source for some hundred packets. Each byte is used once. */
const padding = Buffer.alloc(8192)
let paddingUsed = padding.length

/** Random bytes for the padding of one packet (RFC 4253 section 6), good until the next call. */
export const takePadding = (length: number): Buffer => {
  if (paddingUsed + length > padding.length) {
    randomFillSync(padding)
    paddingUsed = 0
  }
  return padding.subarray(paddingUsed, (paddingUsed += length))
}
