const prime = 2n ** 130n - 5n
const clampMask = 0x0ffffffc0ffffffc0ffffffc0fffffffn

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`)

/**
 * Poly1305 (RFC 8439 section 2.5), which node:crypto offers only joined with ChaCha20 in the way of TLS. For key files of at most
 * some kilobytes; the time it takes depends on the data, so it is not for a wire that others listen to.
 */
export const poly1305 = (key: Uint8Array, message: Uint8Array): Buffer => {
  const r = littleEndian(key.subarray(0, 16)) & clampMask
  let sum = 0n
  for (let offset = 0; offset < message.length; offset += 16) {
    const block = message.subarray(offset, offset + 16)
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * r) % prime
  }
  const tag = (sum + littleEndian(key.subarray(16, 32))) & ((1n << 128n) - 1n)
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse()
}
