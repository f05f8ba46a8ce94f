import { createCipheriv, createHash, getCiphers, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { startSshServer } from '../../testing/ssh-server.ts'
import { startTcpServer } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { addChaCha } from './add-chacha.ts'
import { createChaChaReader, createChaChaWriter } from './chacha-packets.ts'
import { isExchangingKeys } from './ssh2-internals.ts'

const key = { mainKey: randomBytes(32), lengthKey: randomBytes(32) }

/** Writes payloads and returns the bytes that go over the wire. */
const written = (sequence: number, ...payloads: readonly string[]): Buffer => {
  const packets: Buffer[] = []
  const writer = createChaChaWriter(key, { sequence, write: (packet) => packets.push(Buffer.from(packet)) })
  for (const payload of payloads) {
    const packet = writer.allocPacket(payload.length)
    packet.write(payload, 5)
    writer.encrypt(packet)
  }
  return Buffer.concat(packets)
}
const reading = (sequence: number) => {
  const payloads: string[] = []
  const reader = createChaChaReader(key, {
    sequence,
    onPayload: (payload) => {
      payloads.push(payload.toString())
      return undefined
    },
  })
  return { reader, payloads }
}

test('packets come back whole, however they are split, also where the sequence number begins anew', () => {
  const wire = written(0xffff_ffff, 'first', 'second, which is longer', 'x')
  for (const step of [1, 3, 7, 64, wire.length]) {
    const { reader, payloads } = reading(0xffff_ffff)
    for (let start = 0; start < wire.length; start += step)
      reader.decrypt(wire.subarray(start, start + step), 0, Math.min(step, wire.length - start))
    expect(payloads).toEqual(['first', 'second, which is longer', 'x'])
    expect(reader.inSeqno).toBe(2)
  }
})

test('a packet of which one bit was changed is refused, wherever the bit stands', () => {
  const wire = written(7, 'a payload')
  for (let index = 0; index < wire.length; index += 1) {
    const changed = Buffer.from(wire)
    changed[index] = (changed[index] ?? 0) ^ 1
    const { reader, payloads } = reading(7)
    // A changed length may announce more than there is.
    let refused = false
    try {
      reader.decrypt(Buffer.concat([changed, Buffer.alloc(35_000)]), 0, changed.length + 35_000)
    } catch {
      refused = true
    }
    expect(refused).toBe(true)
    expect(payloads).toEqual([])
  }
})

test.runIf(getCiphers().includes('chacha20'))('the length is encrypted as OpenSSH does', () => {
  const iv = Buffer.alloc(16)
  iv.writeUInt32BE(7, 12)
  const wire = written(7, 'a payload')
  const length = createCipheriv('chacha20', key.lengthKey, iv).update(wire.subarray(0, 4)).readUInt32BE(0)
  expect(length).toBe(wire.length - 4 - 16)
})

// The far end is ssh2's own ChaCha20, by OpenSSL.
test.runIf(getCiphers().includes('chacha20'))('a connection carries 2 MiB both ways and key exchanges of the server', async () => {
  const sent = randomBytes(2 * 1024 * 1024)
  const mail = await startTcpServer((socket) => socket.on('data', (chunk: Buffer) => socket.write(chunk)))
  const rekeys: (() => void)[] = []
  const server = await startSshServer({
    users: [{ name: 'bob', password: 'secret' }],
    ssh2: { algorithms: { cipher: ['chacha20-poly1305@openssh.com'] } },
    onConnection: (connection) =>
      rekeys.push(() => (connection as unknown as { _protocol: { rekey: () => void } })._protocol.rekey()),
  })
  const client = new ssh2.Client()
  try {
    client.connect({ port: server.port, host: server.host, username: 'bob', password: 'secret' })
    addChaCha(client, true)
    await once(client, 'ready')
    const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
      client.forwardOut('127.0.0.1', 0, '127.0.0.1', mail.port, (error, opened) => (error ? reject(error) : resolve(opened)))
    })
    const received: Buffer[] = []
    let length = 0
    channel.on('data', (chunk: Buffer) => {
      received.push(chunk)
      length += chunk.length
    })
    channel.write(sent.subarray(0, 1024 * 1024))
    await waitUntil(() => length === 1024 * 1024, { what: 'the first half' })
    rekeys[0]?.()
    await waitUntil(() => isExchangingKeys(client), { what: 'a key exchange', everyMs: 0 })
    await waitUntil(() => !isExchangingKeys(client), { what: 'its end' })
    channel.write(sent.subarray(1024 * 1024))
    await waitUntil(() => length === sent.length, { what: 'the second half' })
    const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
    expect(hash(Buffer.concat(received))).toBe(hash(sent))
  } finally {
    client.destroy()
    await server.stop()
    await mail.stop()
  }
})
