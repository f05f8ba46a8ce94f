import { randomBytes } from 'node:crypto'
import ssh2Crypto from 'ssh2/lib/protocol/crypto.js'
import { describe, expect, test } from 'vitest'
import { createPacketOpener, provideChaCha20, sealPacket } from './chacha20-packets.ts'
import { createPacketReader } from './packet-reader.ts'
import type { PacketReader } from './packet-reader.ts'

interface Writer {
  readonly allocPacket: (payloadLength: number) => Buffer
  readonly encrypt: (packet: Buffer) => void
}

const key = randomBytes(64)
const keys = { main: key.subarray(0, 32), length: key.subarray(32) }
const cipherInfo = ssh2Crypto.CIPHER_INFO['chacha20-poly1305@openssh.com']
const payloads = [0, 1, 9, 10, 255, 4096, 32_768].map((size) => randomBytes(size))
/** After 32 bits the sequence number begins again at 0 (RFC 4253 section 6.4). */
const first = 0xffff_fffe

const ssh2Writer = (onWrite: (piece: Buffer) => void): Writer =>
  ssh2Crypto.createCipher({ outbound: { onWrite, seqno: first, cipherInfo, cipherKey: key, forceNative: true } }) as Writer
const ssh2Reader = (onPayload: (payload: Buffer) => undefined): PacketReader =>
  ssh2Crypto.createDecipher({
    inbound: { onPayload, seqno: first, decipherInfo: cipherInfo, decipherKey: key, forceNative: true },
  }) as PacketReader

// In Node ssh2's own packets are the other implementation; in Electron they are made by the code under test.
provideChaCha20()

describe('packets under chacha20-poly1305@openssh.com', () => {
  const wireOf = (): Buffer => {
    const pieces: Buffer[] = []
    const writer = ssh2Writer((piece) => pieces.push(Buffer.from(piece)))
    for (const payload of payloads) {
      const packet = writer.allocPacket(payload.length)
      packet.set(payload, 5)
      writer.encrypt(packet)
    }
    return Buffer.concat(pieces)
  }
  const readInChunks = (wire: Buffer, size: number): readonly Buffer[] => {
    const read: Buffer[] = []
    const onPayload = (payload: Buffer): undefined => void read.push(Buffer.from(payload))
    const reader = createPacketReader(createPacketOpener(keys), { sequence: first, onPayload })
    for (let at = 0; at < wire.length; at += size) {
      const chunk = wire.subarray(at, at + size)
      reader.decrypt(chunk, 0, chunk.length)
    }
    return read
  }

  test('from our writer are read by ssh2', () => {
    const read: Buffer[] = []
    const reader = ssh2Reader((payload) => void read.push(Buffer.from(payload)))
    const { allocPacket } = ssh2Writer(() => undefined)
    for (const [index, payload] of payloads.entries()) {
      const packet = allocPacket(payload.length)
      packet.set(payload, 5)
      const sealed = sealPacket(keys, (first + index) >>> 0, packet)
      reader.decrypt(sealed, 0, sealed.length)
    }
    expect(read).toEqual(payloads)
  })

  test.each([1, 3, 4, 19, 20, 21, 1000, 65_536])('from ssh2 are read by our reader in reads of %i bytes', (size) => {
    expect(readInChunks(wireOf(), size)).toEqual(payloads)
  })

  test.each([
    ['its length', 0],
    ['its payload', 6],
    ['its tag', -1],
  ])('with a changed bit in %s are not read', (_part, at) => {
    const wire = wireOf().subarray(0, 4 + 8 + 16)
    wire[at < 0 ? wire.length + at : at]! ^= 1
    let payload: Buffer | undefined
    const reader = createPacketReader(createPacketOpener(keys), { sequence: first, onPayload: (read) => void (payload = read) })
    expect(() => {
      reader.decrypt(wire, 0, wire.length)
      // With a changed length it may wait for more bytes.
      reader.decrypt(Buffer.alloc(40_000), 0, 40_000)
    }).toThrow(/Invalid MAC|Bad packet length/)
    expect(payload).toBeUndefined()
  })
})
