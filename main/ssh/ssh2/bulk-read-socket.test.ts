import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createBulkReadSocket, reuseReadBuffer } from './bulk-read-socket.ts'

let server: Server | undefined
afterEach(() => server?.close())

/** A bulk read socket and the other end of its connection. */
const connectedPair = async (): Promise<{ readonly socket: Socket; readonly peer: Socket }> => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection')
  const socket = createBulkReadSocket()
  socket.pause()
  socket.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  await once(socket, 'connect')
  const [peer] = (await accepted) as [Socket]
  return { socket, peer }
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('emits every byte once and in order, in reads larger than 64 KiB, and never changes an emitted chunk', async () => {
  const { socket, peer } = await connectedPair()
  const sent = randomBytes(16 * 1024 * 1024)
  peer.end(sent)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.resume()
  await once(socket, 'end')
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(sent))
  expect(Math.max(...chunks.map(({ length }) => length))).toBeGreaterThan(64 * 1024)
})

test('many short reads share a buffer and stay apart in it', async () => {
  const { socket, peer } = await connectedPair()
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.resume()
  for (let turn = 0; turn < 300; turn += 1) {
    peer.write(Buffer.alloc(1000, turn % 251))
    await once(socket, 'data')
  }
  peer.end()
  await once(socket, 'end')
  const expected = Buffer.concat(Array.from({ length: 300 }, (_, turn) => Buffer.alloc(1000, turn % 251)))
  expect(Buffer.concat(chunks).equals(expected)).toBe(true)
})

test('stops reading while it is paused, and emits a chunk that was put back first', async () => {
  const { socket, peer } = await connectedPair()
  const size = 32 * 1024 * 1024
  peer.write(Buffer.alloc(size, 'a'))
  socket.resume()
  const [first] = (await once(socket, 'data')) as [Buffer]
  socket.pause()
  socket.unshift(Buffer.concat([Buffer.from('b'), first]))
  const before = socket.bytesRead
  await new Promise((resolve) => setTimeout(resolve, 100))
  // One read may have been running.
  expect(socket.bytesRead - before).toBeLessThanOrEqual(512 * 1024)
  let received = 0
  let firstByte: number | undefined
  socket.on('data', (chunk: Buffer) => {
    firstByte ??= chunk[0]
    received += chunk.length
    if (received === size + 1) peer.end()
  })
  socket.resume()
  await once(socket, 'end')
  expect(firstByte).toBe('b'.charCodeAt(0))
  expect(received).toBe(size + 1)
})

test('an async iterator, which reads without flowing, gets every byte as well', async () => {
  const { socket, peer } = await connectedPair()
  const sent = randomBytes(3 * 1024 * 1024)
  peer.end(sent)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(sent))
})

test('reads into the same memory again if nothing is kept, and never while a chunk waits in the stream', async () => {
  const { socket, peer } = await connectedPair()
  reuseReadBuffer(socket, true)
  const sent = randomBytes(8 * 1024 * 1024)
  peer.end(sent)
  const hash = createHash('sha256')
  const buffers = new Set<ArrayBufferLike>()
  let reads = 0
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    buffers.add(chunk.buffer)
    reads += 1
    if (reads % 5 !== 0) return
    socket.pause()
    setTimeout(() => socket.resume(), 2)
  })
  socket.resume()
  await once(socket, 'end')
  expect(hash.digest('hex')).toBe(sha256(sent))
  expect(buffers.size).toBeLessThan(reads)
})

test('never changes a chunk from before `reuseReadBuffer`', async () => {
  const { socket, peer } = await connectedPair()
  peer.write('the host key')
  socket.resume()
  const [kept] = (await once(socket, 'data')) as [Buffer]
  reuseReadBuffer(socket, true)
  peer.end(Buffer.alloc(2 * 1024 * 1024, 'x'))
  await once(socket, 'end')
  expect(kept.toString()).toBe('the host key')
})
