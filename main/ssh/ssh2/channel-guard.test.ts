import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import ssh2, { type Client, type ClientChannel, type Connection, type ServerChannel } from 'ssh2'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { guardChannel } from './channel-guard.ts'
import { channelWindows, type ChannelWindows } from './channel-internals.ts'
import { isExchangingKeys, transportOf } from './client-internals.ts'

/** The internals of ssh2's server that a hostile server uses. */
interface ServerProtocol {
  channelOpenConfirm: (id: number, ours: number, window: number, packetSize: number) => void
  channelData: (id: number, data: Buffer) => void
  channelEOF: (id: number) => void
  channelClose: (id: number) => void
  rekey: () => void
}
const protocolOf = (connection: Connection): ServerProtocol =>
  (connection as unknown as { readonly _protocol: ServerProtocol })._protocol
/** The client's number of the channel, by which a server names it. */
const numberOf = (channel: ServerChannel): number =>
  (channel as unknown as { readonly outgoing: { readonly id: number } }).outgoing.id

interface GuardedChannel {
  readonly client: Client
  readonly server: Connection
  readonly serverSocket: Socket
  readonly channel: ClientChannel
  readonly far: ServerChannel
  /** The breaches that the guard reported. */
  readonly misdeeds: Misbehaviour[]
}

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** A client of ssh2 with one guarded channel to a server that opens it with `window` and `packetSize`. */
const openGuarded = async (says: { readonly window?: number; readonly packetSize?: number } = {}): Promise<GuardedChannel> => {
  const seen: { server?: Connection; serverSocket?: Socket; far?: ServerChannel } = {}
  const server = await startSshServer({
    users: [{ name: 'bob', password: 'secret' }],
    forwarding: 'prohibit',
    onConnection: (connection, socket) => {
      seen.server = connection
      seen.serverSocket = socket
      connection.on('tcpip', (accept) => {
        const protocol = protocolOf(connection)
        const confirm = protocol.channelOpenConfirm.bind(protocol)
        protocol.channelOpenConfirm = (id, ours, window, packetSize) =>
          confirm(id, ours, says.window ?? window, says.packetSize ?? packetSize)
        seen.far = accept()
      })
    },
  })
  cleanUps.push(server.stop)
  const client = new ssh2.Client()
  client.on('error', () => undefined)
  client.connect({ host: server.host, port: server.port, username: 'bob', password: 'secret' })
  await once(client, 'ready')
  cleanUps.push(() => Promise.resolve(client.destroy()))
  const misdeeds: Misbehaviour[] = []
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, 'mail.example', 110, (error, opened) => {
      if (error) {
        reject(error)
        return
      }
      guardChannel(client, opened, (what) => misdeeds.push(what))
      resolve(opened)
    })
  })
  return { client, server: seen.server!, serverSocket: seen.serverSocket!, channel, far: seen.far!, misdeeds }
}

const windowsOf = (channel: ClientChannel): ChannelWindows => channelWindows(channel)!
const readAll = async (channel: ClientChannel): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of channel) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
const emitted = (channel: ClientChannel): string[] => {
  const names: string[] = []
  for (const name of ['end', 'close', 'error']) channel.on(name, () => names.push(name))
  return names
}

describe('ssh2', () => {
  test('keeps the windows, the socket and the key exchange where the guard reads them', async () => {
    const { client, server, channel } = await openGuarded({ window: 12_345, packetSize: 6_789 })
    expect(channelWindows(channel)).toMatchObject({ incoming: { window: 2 * 1024 * 1024 + 1, state: 'open' } })
    expect(channelWindows(channel)).toMatchObject({ outgoing: { window: 12_345, packetSize: 6_789 } })
    expect(transportOf(client)?.writable).toBe(true)
    expect(isExchangingKeys(client)).toBe(false)
    protocolOf(server).rekey()
    await waitUntil(() => isExchangingKeys(client), { what: 'a key exchange', everyMs: 0 })
    await waitUntil(() => !isExchangingKeys(client), { what: 'its end' })
  })
})

describe('a channel of a hostile server', () => {
  test.each([0, 1, 255])('is refused where its packets may have %i bytes', async (packetSize) => {
    const { channel, misdeeds } = await openGuarded({ packetSize })
    expect(misdeeds).toEqual([{ reason: 'packets-too-small', bytes: packetSize }])
    expect(channel.destroyed).toBe(true)
  })

  test('is served where its packets are small', async () => {
    const { channel, far, misdeeds } = await openGuarded({ packetSize: 256 })
    channel.end(Buffer.alloc(10_000))
    far.resume()
    await once(far, 'end')
    expect(misdeeds).toEqual([])
  })

  test('is reported when it sends more than its window, however little more', async () => {
    const { server, channel, far, misdeeds } = await openGuarded()
    // An honest server stops by itself if nobody reads.
    far.write(Buffer.alloc(8 * 1024 * 1024))
    await waitUntil(() => windowsOf(channel).incoming.window === 1, { what: 'a full window' })
    const full = channel.readableLength
    expect(misdeeds).toEqual([])
    protocolOf(server).channelData(numberOf(far), Buffer.alloc(1))
    await waitUntil(() => misdeeds.length > 0, { what: 'the overrun to be seen' })
    for (let more = 0; more < 100; more += 1) protocolOf(server).channelData(numberOf(far), Buffer.alloc(32 * 1024))
    protocolOf(server).channelEOF(numberOf(far))
    await waitUntil(() => windowsOf(channel).incoming.state === 'eof', { what: 'the end of file' })
    expect(misdeeds).toEqual([{ reason: 'window-exceeded' }])
    expect(channel.readableLength).toBe(full)
  })

  test('is not reported when it fills its window again and again', async () => {
    const { channel, far, misdeeds } = await openGuarded()
    far.end(Buffer.alloc(16 * 1024 * 1024))
    expect((await readAll(channel)).length).toBe(16 * 1024 * 1024)
    expect(misdeeds).toEqual([])
  })

  test('has its single bytes gathered in few pieces while nobody reads, and each of them is read later', async () => {
    const { server, channel, far } = await openGuarded()
    const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251))
    for (const byte of bytes) protocolOf(server).channelData(numberOf(far), Buffer.from([byte]))
    await waitUntil(() => windowsOf(channel).incoming.window === 2 * 1024 * 1024 + 1 - bytes.length, { what: 'the last byte' })
    const { buffer } = (channel as unknown as { readonly _readableState: { readonly buffer: readonly unknown[] } })._readableState
    expect(buffer.length).toBeLessThan(5000)
    // No end of file has come.
    const pieces: Buffer[] = []
    channel.on('data', (piece: Buffer) => pieces.push(piece))
    await waitUntil(() => Buffer.concat(pieces).length === bytes.length, { what: 'all of it' })
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  })

  const flood = async (channel: ClientChannel): Promise<number> => {
    let taken = 0
    for (let chunk = 0; chunk < 256; chunk += 1) {
      channel.write(Buffer.alloc(64 * 1024), () => (taken += 64 * 1024))
      if (chunk % 16 === 0) await nextTurn()
    }
    return taken
  }

  test('cannot make writes pile up by a huge window and a socket that it does not read', async () => {
    const { client, serverSocket, channel } = await openGuarded({ window: 0xffff_ffff })
    serverSocket.pause()
    await flood(channel)
    expect(transportOf(client)!.writableLength).toBeGreaterThan(0)
    expect(transportOf(client)!.writableLength).toBeLessThan(1.5 * 1024 * 1024)
  })

  test('receives every byte once it reads again', async () => {
    const { serverSocket, channel, far } = await openGuarded({ window: 0xffff_ffff })
    serverSocket.pause()
    await flood(channel)
    channel.end()
    let received = 0
    far.on('data', (chunk: Buffer) => (received += chunk.length))
    serverSocket.resume()
    await once(far, 'end')
    expect(received).toBe(256 * 64 * 1024)
  })

  test('cannot make writes pile up by a key exchange that it does not end', async () => {
    const { client, server, serverSocket, channel, far } = await openGuarded({ window: 0xffff_ffff })
    protocolOf(server).rekey()
    serverSocket.pause()
    await waitUntil(() => isExchangingKeys(client), { what: 'a key exchange' })
    expect(await flood(channel)).toBe(0)
    channel.end()
    let received = 0
    far.on('data', (chunk: Buffer) => (received += chunk.length))
    serverSocket.resume()
    await once(far, 'end')
    expect(received).toBe(256 * 64 * 1024)
  })
})

describe('the end of a guarded channel', () => {
  test('is an end of file after the last byte, also where the close comes with it', async () => {
    const { server, channel, far } = await openGuarded()
    const names = emitted(channel)
    protocolOf(server).channelData(numberOf(far), Buffer.from('the last word'))
    protocolOf(server).channelEOF(numberOf(far))
    protocolOf(server).channelClose(numberOf(far))
    await waitUntil(() => windowsOf(channel).incoming.state === 'closed', { what: 'the close' })
    expect((await readAll(channel)).toString()).toBe('the last word')
    await waitUntil(() => names.includes('close'), { what: 'the close' })
    expect(names).toEqual(['end', 'close'])
  })

  // ssh2-facts 30
  test('is an end of file after the last byte where the server closes without one', async () => {
    const { server, channel, far } = await openGuarded()
    const names = emitted(channel)
    const sent = Buffer.alloc(1024 * 1024, 'mail')
    for (let at = 0; at < sent.length; at += 32 * 1024)
      protocolOf(server).channelData(numberOf(far), sent.subarray(at, at + 32 * 1024))
    protocolOf(server).channelClose(numberOf(far))
    await waitUntil(() => windowsOf(channel).incoming.state === 'closed', { what: 'the close' })
    // Nobody has read yet.
    expect(names).toEqual([])
    expect((await readAll(channel)).equals(sent)).toBe(true)
    await waitUntil(() => names.includes('close'), { what: 'the close' })
    expect(names).toEqual(['end', 'close'])
  })

  test('is a close alone where the connection was cut', async () => {
    const { serverSocket, channel } = await openGuarded()
    const names = emitted(channel)
    channel.resume()
    serverSocket.destroy()
    await waitUntil(() => names.includes('close'), { what: 'the close' })
    await nextTurn()
    expect(names).toEqual(['close'])
  })

  test('drops the queued bytes when it is destroyed, and closes the channel at the server', async () => {
    const { channel, far } = await openGuarded({ window: 10_000 })
    far.resume()
    channel.write(Buffer.alloc(1024 * 1024))
    channel.destroy()
    await once(far, 'close')
    await waitUntil(() => windowsOf(channel).incoming.state === 'closed', { what: "the server's answer" })
  })
})
