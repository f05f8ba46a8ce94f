import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { ServerChannel } from 'ssh2'
import { describe, expect, test } from 'vitest'
import { capture, closedEvent, forwardHarness, textOf } from '../../testing/forward-harness.ts'
import { dialPort, endOf, readToEnd } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { channelWindows } from '../ssh2/channel-internals.ts'

const { connectTo, listen, startChannels, startMail, startSsh } = forwardHarness()

describe('a forward', () => {
  test('carries bytes both ways, each end of file on its own, and counts them', async () => {
    const mail = await startMail((socket) => {
      socket.write('+OK ready\r\n')
      void readToEnd(socket).then((sent) => socket.end(`got ${sent.length}`))
    })
    const { forward, events } = await listen(mail.port)
    forward.attach(await connectTo(await startSsh()))
    const client = await dialPort(forward.port)
    const ends = {
      local: { address: '127.0.0.1', port: forward.port },
      remote: { address: '127.0.0.1', port: client.localPort },
    }
    client.end('x'.repeat(100_000))
    expect((await readToEnd(client)).toString()).toBe('+OK ready\r\ngot 100000')
    await waitUntil(() => events.some(({ type }) => type === 'closed'), { what: 'the end of the connection' })
    expect(events).toEqual([
      { type: 'opened', connection: 1, ends },
      { type: 'answered', connection: 1 },
      { type: 'closed', connection: 1, bytesIn: 21, bytesOut: 100_000, ending: 'finished' },
    ])
    expect(forward.counters()).toEqual({
      bytesIn: 21,
      bytesOut: 100_000,
      openConnections: 0,
      totalConnections: 1,
      refusedConnections: 0,
      waitingConnections: 0,
    })
  })
})

describe('a connection that is cut', () => {
  test('lets a mail client read all that had arrived, then a clean end', async () => {
    const { forward, events } = await listen(110)
    let far: ServerChannel | undefined
    const server = await startChannels((channel) => (far = channel))
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    client.pause()
    await waitUntil(() => far !== undefined && channels.length === 1, { what: 'the channel' })
    let sent = 0
    // Bytes in the kernel's buffers can be neither lost nor saved any more.
    await waitUntil(
      () => {
        if (channels[0]!.readableLength > 0) return true
        sent += 256 * 1024
        far!.write(Buffer.alloc(256 * 1024, 'm'))
        return false
      },
      { what: 'bytes that the mail client leaves' },
    )
    far!.end()
    await waitUntil(() => channelWindows(channels[0]!)?.incoming.state !== 'open', { what: 'the end of file' })
    for (const socket of server.sockets) socket.destroy()
    await connection.closed
    expect((await readToEnd(client)).length).toBe(sent)
    await closedEvent(events)
  })
})

describe('a reset', () => {
  test('of the mail client closes the channel', async () => {
    let closed = false
    const server = await startChannels((channel) => {
      channel.write('+OK ready')
      channel.resume().on('close', () => (closed = true))
    })
    const { forward, events } = await listen(110)
    forward.attach(await connectTo(server))
    const client = await dialPort(forward.port)
    await textOf(client)
    client.resetAndDestroy()
    expect(await closedEvent(events)).toEqual({
      type: 'closed',
      connection: 1,
      bytesIn: 9,
      bytesOut: 0,
      ending: 'reset-by-client',
    })
    await waitUntil(() => closed, { what: 'the close of the channel' })
  })

  // ssh2-facts 30
  test('does not follow a channel that the server closes without an end of file: the mail client reads all that came, then an end', async () => {
    const { forward, events } = await listen(110)
    const sent = Buffer.alloc(2 * 1024 * 1024, 'mail')
    const server = await startChannels((channel) => {
      // No end of file first: ssh2 would send one with end().
      channel.write(sent, () => channel.close())
    })
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    await waitUntil(() => channels[0]?.writable === false, { what: 'the close of the channel' })
    const received: Buffer[] = []
    client.on('data', (chunk: Buffer) => received.push(chunk))
    expect(await endOf(client)).toBe('end')
    expect(Buffer.concat(received).equals(sent)).toBe(true)
    client.end()
    expect(await closedEvent(events)).toMatchObject({ ending: 'finished', bytesIn: sent.length })
  })

  test('reaches the mail client when the connection is cut in the middle of a message', async () => {
    const server = await startSsh()
    const mail = await startMail((socket) => socket.write('half a mess'))
    const { forward, events } = await listen(mail.port)
    forward.attach(await connectTo(server))
    const client = await dialPort(forward.port)
    expect(await textOf(client)).toBe('half a mess')
    for (const socket of server.sockets) socket.destroy()
    expect(await endOf(client)).toBe('reset')
    expect(await closedEvent(events)).toMatchObject({
      bytesIn: 11,
      ending: 'reset-by-server',
      failure: { code: 'connection-lost' },
    })
  })
})

describe('back-pressure', () => {
  const total = 48 * 1024 * 1024

  test('bounds the bytes that wait for a mail client that does not read, and loses none of them', async () => {
    const mail = await startMail((socket) => socket.end(Buffer.alloc(total)))
    let near: Socket | undefined
    const { forward } = await listen(mail.port, {
      admit: (socket) => {
        near = socket
        return true
      },
    })
    const { connection, channels } = capture(await connectTo(await startSsh()))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    let unread = 0
    const isFull = (): boolean => {
      const before = unread
      unread = channels[0]?.readableLength ?? 0
      return unread > 1024 * 1024 && unread === before
    }
    await waitUntil(isFull, { what: 'a full channel that stands still', everyMs: 50 })
    expect(near?.writableLength).toBeLessThan(256 * 1024)
    // A window is 2 MiB, and grows to 32 MiB at most.
    expect(unread).toBeLessThanOrEqual(32 * 1024 * 1024)
    expect((await readToEnd(client)).length).toBe(total)
    client.end()
    await waitUntil(() => forward.counters().openConnections === 0, { what: 'the end of the connection' })
    expect(forward.counters().bytesIn).toBe(total)
  })

  test('bounds the bytes that wait for a mail server that does not read, and loses none of them', async () => {
    let far: ServerChannel | undefined
    const server = await startChannels((channel) => (far = channel))
    let near: Socket | undefined
    const { forward } = await listen(110, {
      admit: (socket) => {
        near = socket
        return true
      },
    })
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    client.end(Buffer.alloc(total))
    // Before that the queue is still growing.
    await waitUntil(() => near?.isPaused() === true && (channels[0]?.writableLength ?? 0) > 128 * 1024, {
      what: 'a mail client that is not read any more',
    })
    expect(channels[0]?.writableLength).toBeLessThan(512 * 1024)
    let received = 0
    far?.on('data', (chunk: Buffer) => (received += chunk.length))
    await once(far!, 'end')
    expect(received).toBe(total)
    expect(forward.counters().bytesOut).toBe(total)
  })
})

describe('a server that closes a channel both ways', () => {
  test('gets its last bytes to a slow mail client that goes on sending', async () => {
    const words = Buffer.alloc(1024 * 1024, 'word')
    const server = await startChannels((channel) => {
      channel.once('data', () => {
        channel.end(words)
        channel.once('finish', () => channel.close())
      })
    })
    let near: Socket | undefined
    const { forward, events } = await listen(110, {
      admit: (socket) => {
        near = socket
        return true
      },
    })
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    client.write('RETR 1')
    const sending = setInterval(() => client.write('NOOP'), 2)
    await waitUntil(() => forward.counters().bytesIn === words.length, { what: 'the kernel to have it all' })
    await waitUntil(() => channels[0]?.closed === true, { what: 'the close of the channel' })
    const before = near!.bytesRead
    await waitUntil(() => near!.bytesRead >= before + 40, { what: 'more of the mail client to be read and dropped' })
    expect((await readToEnd(client)).equals(words)).toBe(true)
    clearInterval(sending)
    // The mail client never ends its side, so its socket is closed for it.
    expect(await closedEvent(events)).toMatchObject({ bytesIn: words.length, ending: 'reset-by-server' })
  })
})

describe('200 connections at once', () => {
  test('each get their own bytes, and the counts are their sum', async () => {
    const mail = await startMail((socket) => socket.pipe(socket))
    const { forward, events } = await listen(mail.port)
    forward.attach(await connectTo(await startSsh()))
    const clients = await Promise.all(Array.from({ length: 200 }, async () => await dialPort(forward.port)))
    const answers = await Promise.all(
      clients.map(async (client, index) => {
        client.end(`${index} `.repeat(1_000))
        return (await readToEnd(client)).toString()
      }),
    )
    expect(answers).toEqual(clients.map((_client, index) => `${index} `.repeat(1_000)))
    await waitUntil(() => forward.counters().openConnections === 0, { what: 'the end of all' })
    const bytes = answers.reduce((sum, answer) => sum + answer.length, 0)
    expect(forward.counters()).toMatchObject({ bytesIn: bytes, bytesOut: bytes, totalConnections: 200 })
    expect(events.filter(({ type }) => type === 'closed').map((event) => 'ending' in event && event.ending)).toEqual(
      clients.map(() => 'finished'),
    )
  })
})
