import { createCipheriv, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAesGcmReader, createAesGcmWriter } from './aes-gcm-packets.ts'
import type { AesGcmKey, AesGcmWriter } from './aes-gcm-packets.ts'
import type { PacketReader } from './packet-reader.ts'

/** ssh2's own packets are the other implementation, and ours must agree with them. */
interface Ssh2Crypto {
  readonly createCipher: (config: object) => AesGcmWriter
  readonly createDecipher: (config: object) => PacketReader
  readonly CIPHER_INFO: Readonly<Record<string, object>>
}
const ssh2Crypto = createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js') as Ssh2Crypto

const newKey = (algorithm: AesGcmKey['algorithm'] = 'aes-128-gcm', iv = randomBytes(12)): AesGcmKey => ({
  algorithm,
  key: randomBytes(algorithm === 'aes-128-gcm' ? 16 : 32),
  iv,
})
const infoOf = (key: AesGcmKey): object | undefined =>
  ssh2Crypto.CIPHER_INFO[key.algorithm === 'aes-128-gcm' ? 'aes128-gcm@openssh.com' : 'aes256-gcm@openssh.com']

const ssh2Writer = (key: AesGcmKey, write: (piece: Buffer) => void): AesGcmWriter =>
  ssh2Crypto.createCipher({
    outbound: {
      onWrite: write,
      seqno: 0,
      cipherInfo: infoOf(key),
      cipherKey: Buffer.from(key.key),
      cipherIV: Buffer.from(key.iv),
      forceNative: true,
    },
  })
const ssh2Reader = (key: AesGcmKey, onPayload: (payload: Buffer) => undefined): PacketReader =>
  ssh2Crypto.createDecipher({
    inbound: {
      onPayload,
      seqno: 0,
      decipherInfo: infoOf(key),
      decipherKey: Buffer.from(key.key),
      decipherIV: Buffer.from(key.iv),
      forceNative: true,
    },
  })

const send = (writer: AesGcmWriter, payload: Uint8Array): void => {
  const packet = writer.allocPacket(payload.length)
  packet.set(payload, 5)
  writer.encrypt(packet)
}
const sizes = [0, 1, 9, 10, 11, 12, 15, 16, 17, 255, 4096, 32_768, 32_777]
const payloads = sizes.map((size) => randomBytes(size))

/** One packet as a peer could make it, however malformed, under the current `key`. */
const sealed = (key: AesGcmKey, plain: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(plain.length)
  const cipher = createCipheriv(key.algorithm, key.key, key.iv)
  cipher.setAAD(length)
  return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

describe.each(['aes-128-gcm', 'aes-256-gcm'] as const)('packets under %s', (algorithm) => {
  test('from our writer are read by ssh2, each in one piece', () => {
    const key = newKey(algorithm)
    const packets: Buffer[] = []
    const writer = createAesGcmWriter(key, { sequence: 7, write: (packet) => packets.push(packet) })
    for (const payload of payloads) send(writer, payload)
    expect(packets).toHaveLength(payloads.length)
    expect(writer.outSeqno).toBe(7 + payloads.length)
    const read: Buffer[] = []
    const wire = Buffer.concat(packets)
    ssh2Reader(key, (payload) => void read.push(Buffer.from(payload))).decrypt(wire, 0, wire.length)
    expect(read).toEqual(payloads)
  })

  test('from ssh2 are read by our reader, wherever the reads split them', () => {
    const key = newKey(algorithm)
    const pieces: Buffer[] = []
    const writer = ssh2Writer(key, (piece) => pieces.push(Buffer.from(piece)))
    for (const payload of payloads) send(writer, payload)
    const wire = Buffer.concat(pieces)
    const readIn = (cuts: readonly number[]): void => {
      const read: Buffer[] = []
      const reader = createAesGcmReader(key, {
        sequence: 0xffff_fffe,
        onPayload: (payload) => void read.push(Buffer.from(payload)),
      })
      for (let position = 0, turn = 0; position < wire.length; turn += 1) {
        const end = Math.min(wire.length, position + (cuts[turn % cuts.length] ?? 1))
        if (reader.decrypt(wire, position, end) !== undefined) throw new Error('it stopped')
        position = end
      }
      expect(Buffer.concat(read).equals(Buffer.concat(payloads))).toBe(true)
      expect(read.map(({ length }) => length)).toEqual(sizes)
      // 32 bits that begin anew.
      expect(reader.inSeqno).toBe(payloads.length - 2)
    }
    readIn([1])
    const cut = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1000, max: 70_000 }))
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 5 }), (cuts) => readIn([...cuts, 20_000])),
      { numRuns: 30 },
    )
  })
})

describe('the writer', () => {
  test('counts the IV over its last eight bytes, and never beyond them', () => {
    const key = newKey('aes-128-gcm', Buffer.from('0102030400000000000000ff', 'hex'))
    const written: Buffer[] = []
    const writer = createAesGcmWriter(key, { sequence: 0, write: (packet) => written.push(packet) })
    for (let count = 0; count < 3; count += 1) send(writer, Buffer.from('x'))
    const read: string[] = []
    const wire = Buffer.concat(written)
    ssh2Reader(key, (payload) => void read.push(payload.toString())).decrypt(wire, 0, wire.length)
    expect(read).toEqual(['x', 'x', 'x'])
    expect(Buffer.from(key.iv).toString('hex')).toBe('0102030400000000000000ff')
  })

  test('counts the IV also where the write fails, so that no two packets share one', () => {
    const key = newKey()
    const written: Buffer[] = []
    const writer = createAesGcmWriter(key, {
      sequence: 0,
      write: (packet) => {
        written.push(packet)
        if (written.length === 1) throw new Error('the socket is gone')
      },
    })
    expect(() => send(writer, Buffer.alloc(32))).toThrow('the socket is gone')
    send(writer, Buffer.alloc(32))
    // The same plain text under the same IV would give the same bytes.
    expect(written[0]?.subarray(5, 37)).not.toEqual(written[1]?.subarray(5, 37))
  })

  test('writes nothing once it is freed, and refuses a packet of another writer', () => {
    const written: Buffer[] = []
    const writer = createAesGcmWriter(newKey(), { sequence: 0, write: (packet) => written.push(packet) })
    expect(() => writer.encrypt(Buffer.alloc(64))).toThrow('not made by this writer')
    writer.free()
    send(writer, Buffer.from('late'))
    expect(written).toEqual([])
  })

  test('uses fresh padding for each packet', () => {
    const writer = createAesGcmWriter(newKey(), { sequence: 0, write: () => undefined })
    // A payload of 11 bytes leaves 4 of padding; 5,000 of them empty the store of random bytes twice.
    const seen = new Set(Array.from({ length: 5000 }, () => writer.allocPacket(11).readUInt32BE(16)))
    expect(seen.size).toBeGreaterThan(4990)
  })
})

describe('the reader', () => {
  const readerFor = (key: AesGcmKey) => {
    const read: Buffer[] = []
    return { read, reader: createAesGcmReader(key, { sequence: 0, onPayload: (payload) => void read.push(payload) }) }
  }
  const packetOf = (key: AesGcmKey, payload: Buffer): Buffer => {
    let wire: Buffer = Buffer.alloc(0)
    send(
      createAesGcmWriter(key, {
        sequence: 0,
        write: (packet) => {
          wire = packet
        },
      }),
      payload,
    )
    return wire
  }

  test('returns nothing of a packet in which one bit has changed', () => {
    const key = newKey()
    const wire = packetOf(key, Buffer.from('attack at dawn'))
    for (let bit = 0; bit < wire.length * 8; bit += 1) {
      const changed = Buffer.from(wire)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const { read, reader } = readerFor(key)
      // With a changed length that is still in bounds it waits for more bytes, which are then not authentic.
      expect(() => reader.decrypt(Buffer.concat([changed, Buffer.alloc(35_000)]), 0, changed.length + 35_000)).toThrow()
      expect(read).toEqual([])
    }
  })

  test.each([0, 15, 17, 35_008, 0x7fff_fff0, 0xffff_fff0])('refuses a length of %d before it allocates memory for it', (length) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length)
    expect(() => readerFor(newKey()).reader.decrypt(head, 0, 4)).toThrow('Bad packet length')
    const split = readerFor(newKey()).reader
    split.decrypt(head, 0, 2)
    expect(() => split.decrypt(head, 2, 4)).toThrow('Bad packet length')
  })

  test.each([0, 3, 16, 255])('refuses %d bytes of padding in a packet of 16', (paddingLength) => {
    const key = newKey()
    const wire = sealed(key, Buffer.concat([Buffer.from([paddingLength]), Buffer.alloc(15)]))
    expect(() => readerFor(key).reader.decrypt(wire, 0, wire.length)).toThrow('Bad padding length')
  })

  test('stops behind a packet at the answer false, and goes on at a position', () => {
    const key = newKey()
    const packets: Buffer[] = []
    const writer = createAesGcmWriter(key, { sequence: 0, write: (packet) => packets.push(packet) })
    for (const text of ['one', 'two']) send(writer, Buffer.from(text))
    const wire = Buffer.concat(packets)
    const { reader } = readerFor(key)
    reader._onPayload = () => false
    expect(reader.decrypt(wire, 0, wire.length)).toBe(packets[0]?.length)
    // The answer at a fatal error.
    reader._onPayload = () => Infinity
    expect(reader.decrypt(wire, packets[0]?.length ?? 0, wire.length)).toBe(Infinity)
  })

  test('does not change a payload that it has returned when the read buffer is filled again', () => {
    const key = newKey()
    const wire = packetOf(key, Buffer.from('kept'))
    const { read, reader } = readerFor(key)
    reader.decrypt(wire, 0, wire.length)
    wire.fill(0)
    expect(read[0]?.toString()).toBe('kept')
  })
})
