import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { ServerChannel } from 'ssh2'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { connectOptions } from '../testing/connect-options.ts'
import { startSshServer, type SshServer, type SshServerOptions } from '../testing/ssh-server.ts'
import { dialPort, endOf, fateAt, readToEnd, startTcpServer, type TcpServer } from '../testing/tcp-ends.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { connect } from './connect.ts'
import type { Channel, Connection } from './connection.ts'
import type { ForwardEvent, ForwardListener, ListenForwardOptions } from './forward-listener.ts'
import { listenForward } from './listen-forward.ts'

/** Ends in reverse order, each test's own. */
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const startMail = async (...parameters: Parameters<typeof startTcpServer>): Promise<TcpServer> => {
  const mail = await startTcpServer(...parameters)
  cleanUps.push(mail.stop)
  return mail
}
const startSsh = async (options: Partial<SshServerOptions> = {}): Promise<SshServer> => {
  const server = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], ...options })
  cleanUps.push(server.stop)
  return server
}
const connectTo = async (server: SshServer): Promise<Connection> => {
  const connection = await connect(connectOptions(server.port))
  cleanUps.push(connection.end)
  return connection
}
const listen = async (
  port: number,
  change: Partial<ListenForwardOptions> = {},
): Promise<{ readonly forward: ForwardListener; readonly events: ForwardEvent[] }> => {
  const events: ForwardEvent[] = []
  const forward = await listenForward({
    bindAddress: '127.0.0.1',
    bindPort: 0,
    destination: { host: '127.0.0.1', port },
    onEvent: (event) => events.push(event),
    ...change,
  })
  cleanUps.push(forward.close)
  return { forward, events }
}

/** Each connection's first line comes back with `got`. */
const startGreeter = async (): Promise<{ readonly port: number; readonly lines: string[] }> => {
  const lines: string[] = []
  const { port } = await startMail((socket) => {
    socket.once('data', (line: Buffer) => {
      lines.push(line.toString())
      socket.write(`got ${line.toString()}`)
    })
    socket.on('end', () => socket.end())
  })
  return { port, lines }
}
/** A server whose channels are the test's to misuse. */
const startChannels = async (onChannel: (channel: ServerChannel) => void): Promise<SshServer> =>
  await startSsh({
    forwarding: 'prohibit',
    onConnection: (connection) => connection.on('tcpip', (accept) => onChannel(accept())),
  })
/** The same connection, with the channels that it opened. */
const capture = (connection: Connection): { readonly connection: Connection; readonly channels: Channel[] } => {
  const channels: Channel[] = []
  return {
    channels,
    connection: {
      ...connection,
      openChannel: async (...parameters) => {
        const channel = await connection.openChannel(...parameters)
        channels.push(channel)
        return channel
      },
    },
  }
}
const closedEvent = async (events: readonly ForwardEvent[]): Promise<ForwardEvent> => {
  await waitUntil(() => events.some(({ type }) => type === 'closed'), { what: 'the end of the connection' })
  return events.find(({ type }) => type === 'closed')!
}
const textOf = async (socket: Socket): Promise<string> => ((await once(socket, 'data')) as [Buffer])[0].toString()

describe('a forward', () => {
  test('carries bytes both ways, each end of file on its own, and counts them', async () => {
    const mail = await startMail((socket) => {
      socket.write('+OK ready\r\n')
      void readToEnd(socket).then((sent) => socket.end(`got ${sent.length}`))
    })
    const { forward, events } = await listen(mail.port)
    forward.attach(await connectTo(await startSsh()))
    const client = await dialPort(forward.port)
    client.end('x'.repeat(100_000))
    expect((await readToEnd(client)).toString()).toBe('+OK ready\r\ngot 100000')
    await waitUntil(() => events.some(({ type }) => type === 'closed'), { what: 'the end of the connection' })
    expect(events).toEqual([
      { type: 'opened', connection: 1 },
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

describe('a forward without a connection', () => {
  test('holds sockets and serves them in order, with what they sent meanwhile', async () => {
    const { port, lines } = await startGreeter()
    const { forward, events } = await listen(port)
    const clients: Socket[] = []
    for (const name of ['first', 'second', 'third']) {
      const client = await dialPort(forward.port)
      client.write(name)
      clients.push(client)
    }
    await waitUntil(() => events.length === 3, { what: 'three held sockets' })
    expect(events).toEqual([1, 2, 3].map((heldConnections) => ({ type: 'held', heldConnections })))
    expect(forward.counters()).toMatchObject({ waitingConnections: 3, openConnections: 0 })
    forward.attach(await connectTo(await startSsh()))
    expect(await Promise.all(clients.map(textOf))).toEqual(['got first', 'got second', 'got third'])
    expect(lines).toEqual(['first', 'second', 'third'])
    expect(forward.counters()).toMatchObject({ waitingConnections: 0, openConnections: 3, bytesOut: 16 })
  })

  test('resets the socket that is one too many, and keeps the others', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port, { limits: { heldSockets: 2, heldMs: 60_000 } })
    const kept = [await dialPort(forward.port), await dialPort(forward.port)]
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.at(-1)).toEqual({ type: 'refused', reason: 'too-many' })
    expect(forward.counters().refusedConnections).toBe(1)
    forward.attach(await connectTo(await startSsh()))
    for (const client of kept) client.write('hello')
    expect(await Promise.all(kept.map(textOf))).toEqual(['got hello', 'got hello'])
  })

  test('resets a socket whose time is over', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port, { limits: { heldSockets: 2, heldMs: 30 } })
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.at(-1)).toEqual({ type: 'refused', reason: 'held-too-long' })
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
  })

  test.each([
    ['ends', (client: Socket) => client.destroy()],
    ['resets', (client: Socket) => client.resetAndDestroy()],
  ])('forgets a mail client that %s its socket, and opens no channel for it', async (_how, leave) => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const client = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    leave(client)
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
    forward.attach(await connectTo(server))
    const next = await dialPort(forward.port)
    next.write('hello')
    expect(await textOf(next)).toBe('got hello')
    expect(server.requested.length).toBe(1)
  })

  test('serves a mail client that said all it had to say and ended, after what it said', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const client = await dialPort(forward.port)
    client.end('QUIT')
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    forward.attach(await connectTo(await startSsh()))
    expect((await readToEnd(client)).toString()).toBe('got QUIT')
  })

  test('serves a mail client that ends its side while the channel is being opened', async () => {
    const mail = await startMail((socket) => {
      socket.write('+OK ready')
      socket.on('end', () => socket.end()).resume()
    })
    const { forward, events } = await listen(mail.port)
    const client = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    const connection = await connectTo(await startSsh())
    forward.attach({
      ...connection,
      openChannel: async (destination) => {
        client.end()
        await sleep(50)
        return await connection.openChannel(destination)
      },
    })
    expect((await readToEnd(client)).toString()).toBe('+OK ready')
  })

  test('resets held and new sockets when told to refuse, and holds again when told so', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const held = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    forward.refuse()
    expect(await endOf(held)).toBe('reset')
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.slice(1)).toEqual([1, 2].map(() => ({ type: 'refused', reason: 'not-connected' })))
    forward.detach()
    await dialPort(forward.port)
    await waitUntil(() => events.at(-1)?.type === 'held', { what: 'a held socket' })
  })

  test('holds a socket again when its connection goes while the channel is being opened', async () => {
    const silent = await startSsh({ forwarding: 'ignore' })
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    forward.attach(await connectTo(silent))
    const client = await dialPort(forward.port)
    client.write('hello')
    await waitUntil(() => silent.requested.length === 1, { what: 'the channel to be asked for' })
    for (const socket of silent.sockets) socket.destroy()
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
    forward.attach(await connectTo(await startSsh()))
    expect(await textOf(client)).toBe('got hello')
  })

  test('serves first who dialled first, also where that socket is held for the second time', async () => {
    const silent = await startSsh({ forwarding: 'ignore' })
    const { port, lines } = await startGreeter()
    const { forward, events } = await listen(port)
    forward.attach(await connectTo(silent))
    const first = await dialPort(forward.port)
    first.write('first')
    await waitUntil(() => silent.requested.length === 1, { what: 'the channel to be asked for' })
    forward.detach()
    const second = await dialPort(forward.port)
    second.write('second')
    await waitUntil(() => events.length === 1, { what: 'the second to be held' })
    for (const socket of silent.sockets) socket.destroy()
    await waitUntil(() => events.length === 2, { what: 'the first to be held again' })
    forward.attach(await connectTo(await startSsh()))
    await Promise.all([textOf(first), textOf(second)])
    expect(lines).toEqual(['first', 'second'])
  })

  test('holds by itself once its connection has gone', async () => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const connection = await connectTo(server)
    forward.attach(connection)
    for (const socket of server.sockets) socket.destroy()
    await connection.closed
    await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
  })
})

describe('a forward whose channel is not opened', () => {
  test.each([
    ['prohibit', 'forwarding-prohibited'],
    ['refuse', 'mail-server-refused'],
    ['ignore', 'mail-server-silent'],
  ] as const)('resets the socket and reports, where the server would %s', async (forwarding, code) => {
    const { forward, events } = await listen(110, { channelTimeoutMs: 200 })
    forward.attach(await connectTo(await startSsh({ forwarding })))
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events).toMatchObject([{ type: 'channel-failed', failure: { code } }])
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
    expect(forward.counters()).toMatchObject({ totalConnections: 0, refusedConnections: 0 })
  })

  test('closes a channel that comes when the mail client has just gone', async () => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const { connection, channels } = capture(await connectTo(server))
    const client = await dialPort(forward.port)
    forward.attach({
      ...connection,
      openChannel: async (destination) => {
        const channel = await connection.openChannel(destination)
        client.resetAndDestroy()
        await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the mail client to be missed' })
        return channel
      },
    })
    await waitUntil(() => channels[0]?.destroyed === true, { what: 'the channel to be closed' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
  })
})

describe('who may use a forward', () => {
  test.each([
    ['is another user', () => Promise.resolve(false)],
    ['cannot be told', () => Promise.reject(new Error('no /proc'))],
  ])('resets a socket whose owner %s, before a byte is read', async (_who, admit) => {
    const server = await startSsh()
    let stranger: Socket | undefined
    const { forward, events } = await listen(110, {
      admit: (socket) => {
        stranger = socket
        return admit()
      },
    })
    forward.attach(await connectTo(server))
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events).toEqual([{ type: 'refused', reason: 'other-user' }])
    expect(stranger?.bytesRead).toBe(0)
    expect(server.requested).toEqual([])
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

  test('of the channel resets the mail client, though it does not read and bytes wait for it', async () => {
    const { forward, events } = await listen(110)
    let far: ServerChannel | undefined
    const server = await startChannels((channel) => {
      far = channel
      channel.write(Buffer.alloc(32 * 1024 * 1024))
    })
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    await waitUntil(() => (channels[0]?.readableLength ?? 0) > 1024 * 1024, { what: 'a full channel' })
    // No end of file first: ssh2 would send one with end().
    far?.close()
    const closed = await closedEvent(events)
    expect(closed).toMatchObject({ ending: 'reset-by-server' })
    expect(closed).not.toHaveProperty('failure')
    let received = 0
    client.on('data', (chunk: Buffer) => (received += chunk.length))
    await endOf(client)
    expect(received).toBeLessThan(32 * 1024 * 1024)
  })

  test('is what the mail client gets when the link is cut in the middle of a message', async () => {
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

  test('bounds what waits for a mail client that does not read, and it gets every byte later', async () => {
    const mail = await startMail((socket) => socket.end(Buffer.alloc(total)))
    let near: Socket | undefined
    const { forward } = await listen(mail.port, {
      admit: (socket) => {
        near = socket
        return Promise.resolve(true)
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

  test('bounds what waits for a mail server that does not read, and it gets every byte later', async () => {
    let far: ServerChannel | undefined
    const server = await startChannels((channel) => (far = channel))
    const { forward } = await listen(110)
    const { connection, channels } = capture(await connectTo(server))
    forward.attach(connection)
    const client = await dialPort(forward.port)
    client.end(Buffer.alloc(total))
    await waitUntil(() => (channels[0]?.writableLength ?? 0) > 128 * 1024, { what: 'a full channel' })
    expect(channels[0]?.writableLength).toBeLessThan(512 * 1024)
    let received = 0
    far?.on('data', (chunk: Buffer) => (received += chunk.length))
    await once(far!, 'end')
    expect(received).toBe(total)
    expect(forward.counters().bytesOut).toBe(total)
  })
})

describe('a server that closes a channel both ways', () => {
  test('has its last words read by a slow mail client that goes on sending', async () => {
    const words = Buffer.alloc(1024 * 1024, 'word')
    const server = await startChannels((channel) => {
      channel.once('data', () => {
        channel.end(words)
        channel.once('finish', () => channel.close())
      })
    })
    const { forward, events } = await listen(110)
    forward.attach(await connectTo(server))
    const client = await dialPort(forward.port)
    client.write('RETR 1')
    const sending = setInterval(() => client.write('NOOP'), 2)
    await waitUntil(() => forward.counters().bytesIn === words.length, { what: 'the kernel to have it all' })
    await sleep(100)
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

describe('close', () => {
  test('leaves no socket, channel or timer behind', async () => {
    const mail = await startMail((socket) => socket.resume().write(Buffer.alloc(8 * 1024 * 1024)))
    const server = await startSsh()
    const connection = await connectTo(server)
    const idle = process.getActiveResourcesInfo().toSorted()
    const sockets: Socket[] = []
    const { forward, events } = await listen(mail.port, {
      admit: (socket) => {
        sockets.push(socket)
        return Promise.resolve(true)
      },
    })
    forward.attach(connection)
    const clients = [await dialPort(forward.port), await dialPort(forward.port)]
    await waitUntil(() => forward.counters().bytesIn > 0 && forward.counters().openConnections === 2, { what: 'two messages' })
    forward.detach()
    clients.push(await dialPort(forward.port))
    await waitUntil(() => forward.counters().waitingConnections === 1, { what: 'a held socket' })

    await Promise.all([forward.close(), forward.close()])
    expect(sockets.map(({ closed }) => closed)).toEqual([true, true, true])
    expect(forward.counters()).toMatchObject({ openConnections: 0, waitingConnections: 0 })
    expect(events.filter(({ type }) => type === 'closed')).toMatchObject([
      { ending: 'listener-closed' },
      { ending: 'listener-closed' },
    ])
    await Promise.all(clients.map(endOf))
    await expect(dialPort(forward.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await waitUntil(() => mail.sockets.size === 0, { what: 'the mail server to be told' })
    await waitUntil(() => process.getActiveResourcesInfo().length <= idle.length + 1, { what: 'everything to be let go' })
  })

  test('ends a channel that is being opened', async () => {
    const server = await startSsh({ forwarding: 'ignore' })
    const { forward } = await listen(110)
    forward.attach(await connectTo(server))
    const client = await dialPort(forward.port)
    await waitUntil(() => server.requested.length === 1, { what: 'the channel to be asked for' })
    await forward.close()
    expect(await endOf(client)).toBe('reset')
  })
})

describe('a port', () => {
  test('that is taken is told apart', async () => {
    const { forward } = await listen(110)
    const error: unknown = await listen(110, { bindPort: forward.port }).catch((reason: unknown) => reason)
    expect(failureOf(error)).toEqual({ code: 'port-taken', port: forward.port })
  })

  test('stays bound while no connection is there', async () => {
    const { forward } = await listen(110)
    forward.attach(await connectTo(await startSsh()))
    forward.detach()
    forward.refuse()
    const error: unknown = await listen(110, { bindPort: forward.port }).catch((reason: unknown) => reason)
    expect(failureOf(error)?.code).toBe('port-taken')
  })
})
