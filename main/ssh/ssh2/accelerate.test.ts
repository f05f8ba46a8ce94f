import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import ssh2 from 'ssh2'
import type { Algorithms, AuthContext, Client, ClientChannel, ConnectConfig, Connection } from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer } from '../../testing/ssh-server.ts'
import { makeTestKey } from '../../testing/test-key.ts'
import { accelerate } from './accelerate.ts'
import { provideChaCha20 } from './chacha20-packets.ts'
import { firstWindowSize, largestWindowSize } from './receive-window.ts'

/** The internals of ssh2's client that this test reads; the files *-internals.ts rely on the same ones. */
interface Inside {
  readonly _protocol: Record<'_cipher' | '_decipher', Record<string, unknown>> & Record<string, unknown>
}
const inside = (client: Client): Inside => client as unknown as Inside

const key = makeTestKey()
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const serve = async (change: Partial<Parameters<typeof startSshServer>[0]> = {}): Promise<SshServer> => {
  const server = await startSshServer({ users: [{ name: 'bob', publicKeys: [key.publicKey] }], ...change })
  stops.push(server.stop)
  return server
}

/** A client of ssh2 with our changes and nothing else of Postern; `before` may spoil a shape, which `after` then restores. */
const logIn = async (
  server: SshServer,
  options: {
    readonly config?: ConnectConfig
    readonly before?: (client: Client) => void
    readonly after?: (client: Client) => void
    readonly without?: boolean
  } = {},
): Promise<Client> => {
  const client = new ssh2.Client()
  stops.push(() => void client.destroy())
  client.connect({
    host: server.host,
    port: server.port,
    username: 'bob',
    privateKey: key.privateKey,
    algorithms: { cipher: ['aes128-gcm@openssh.com'] },
    authHandler: ['publickey'],
    ...options.config,
  })
  options.before?.(client)
  if (options.without !== true) accelerate(client)
  options.after?.(client)
  await once(client, 'ready')
  return client
}

const listen = async (onSocket: (socket: Socket) => void): Promise<number> => {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    // Cut connections are a part of what is tested.
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => void server.close())
  return (server.address() as AddressInfo).port
}
const openTo = async (client: Client, port: number): Promise<ClientChannel> =>
  await new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, '127.0.0.1', port, (error, channel) => {
      if (error) reject(error)
      else resolve(channel)
    })
  })
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Sends `size` bytes to an echo through the client, and returns whether the same bytes came back. */
const comesBack = async (client: Client, size: number): Promise<boolean> => {
  const port = await listen((socket) => socket.pipe(socket))
  const channel = await openTo(client, port)
  const sent = randomBytes(size)
  channel.end(sent)
  const chunks: Buffer[] = []
  for await (const chunk of channel) chunks.push(chunk as Buffer)
  return sha256(Buffer.concat(chunks)) === sha256(sent)
}

describe('packets', () => {
  test('are ours in both directions once the keys are exchanged, and again after each rekey', async () => {
    let toServer: Connection | undefined
    const server = await serve({ onConnection: (connection) => (toServer = connection) })
    const client = await logIn(server)
    const first = inside(client)._protocol
    const firstCipher = first._cipher
    expect(Object.keys(firstCipher).sort()).toEqual(['allocPacket', 'encrypt', 'free', 'outSeqno'])
    expect(Object.keys(first._decipher).sort()).toEqual(['_onPayload', 'decrypt', 'free', 'inSeqno'])
    expect(await comesBack(client, 3_000_000)).toBe(true)
    const rekeyed = once(client, 'handshake')
    toServer?.rekey()
    await rekeyed
    expect(inside(client)._protocol._cipher).not.toBe(firstCipher)
    expect(Object.keys(inside(client)._protocol._cipher).sort()).toEqual(Object.keys(firstCipher).sort())
    expect(await comesBack(client, 3_000_000)).toBe(true)
  })

  test.each(['_encIV', '_encSSLName', '_onWrite', '_decipherKey', '_lenBytes', '_onPayload'])(
    "stay ssh2's own where %s is no longer what it was",
    async (field) => {
      const direction = field.startsWith('_enc') || field === '_onWrite' ? '_cipher' : '_decipher'
      let own: Record<string, unknown> = {}
      let value: unknown
      const client = await logIn(await serve(), {
        before: (spoiled) =>
          spoiled.prependOnceListener('handshake', () => {
            own = inside(spoiled)._protocol[direction]
            value = own[field]
            own[field] = undefined
          }),
        after: (mended) => mended.once('handshake', () => (own[field] = value)),
      })
      expect(inside(client)._protocol[direction]).toBe(own)
      expect(await comesBack(client, 300_000)).toBe(true)
    },
  )

  // Electron's crypto library has no ChaCha20; there ssh2's own packets have the cipher of Postern, as in the engine.
  provideChaCha20()
  const slower = ['chacha20-poly1305@openssh.com', 'aes256-ctr'] as const
  test.each(slower)("stay ssh2's own under %s", async (cipher) => {
    const algorithms: Algorithms = { cipher: [cipher] }
    const client = await logIn(await serve({ ssh2: { algorithms } }), { config: { algorithms } })
    expect(Object.keys(inside(client)._protocol._cipher)).not.toEqual(['outSeqno', 'allocPacket', 'encrypt', 'free'])
    expect(await comesBack(client, 300_000)).toBe(true)
  })
})

describe('the receive window', () => {
  type Handlers = Record<string, (...parts: unknown[]) => void>
  const handlersOf = (connection: Connection): Handlers =>
    (connection as unknown as { readonly _protocol: { readonly _handlers: Handlers } })._protocol._handlers

  /** The credit of the server, after each message that changes it. */
  const watchCredit = (connection: Connection, onCredit: (window: number, added: number) => void): void => {
    const handlers = handlersOf(connection)
    const own = handlers['CHANNEL_WINDOW_ADJUST']!
    handlers['CHANNEL_WINDOW_ADJUST'] = (protocol, id, added) => {
      const { _chanMgr: channels } = connection as unknown as { readonly _chanMgr: { readonly get: (id: unknown) => unknown } }
      const { window } = (channels.get(id) as { readonly outgoing: { readonly window: number } }).outgoing
      onCredit(window + (added as number), added as number)
      own(protocol, id, added)
    }
  }
  /** Answers our request for the round trip after `ms`, or never. */
  const answerLate = (connection: Connection, ms?: number): void => {
    const handlers = handlersOf(connection)
    const own = handlers['GLOBAL_REQUEST']!
    handlers['GLOBAL_REQUEST'] = (...parts) => {
      if (ms !== undefined) setTimeout(() => own(...parts), ms)
    }
  }
  const download = async (client: Client, size: number): Promise<number> => {
    const port = await listen((socket) => socket.end(Buffer.alloc(size, 'x')))
    const channel = await openTo(client, port)
    let received = 0
    channel.on('data', (chunk: Buffer) => (received += chunk.length))
    await once(channel, 'end')
    return received
  }

  test('gives each byte of credit once, and stays at 2 MiB while no round trip is known', async () => {
    let largest = 0
    let given = firstWindowSize
    const size = 24 * 1024 * 1024
    const server = await serve({
      onConnection: (connection) => {
        watchCredit(connection, (window, added) => {
          largest = Math.max(largest, window)
          given += added
        })
        answerLate(connection)
      },
    })
    expect(await download(await logIn(server), size)).toBe(size)
    expect(largest).toBeLessThanOrEqual(firstWindowSize)
    expect(given).toBeLessThanOrEqual(size + firstWindowSize)
  })

  test('grows where the round trip is long, never beyond its bound', async () => {
    let largest = 0
    const server = await serve({
      onConnection: (connection) => {
        watchCredit(connection, (window) => (largest = Math.max(largest, window)))
        answerLate(connection, 1500)
      },
    })
    const client = await logIn(server)
    // The answer to the first request for the round trip.
    await sleep(1600)
    expect(await download(client, 64 * 1024 * 1024)).toBe(64 * 1024 * 1024)
    expect(largest).toBeGreaterThan(firstWindowSize)
    expect(largest).toBeLessThanOrEqual(largestWindowSize)
  })

  test('gives no credit for bytes that nobody reads', async () => {
    let given = 0
    const server = await serve({ onConnection: (connection) => watchCredit(connection, (_window, added) => (given += added)) })
    const client = await logIn(server)
    const port = await listen((socket) => socket.end(Buffer.alloc(16 * 1024 * 1024, 'x')))
    const channel = await openTo(client, port)
    await sleep(500)
    // The stream buffers 2 MiB before it pauses, as with ssh2 alone.
    expect(channel.readableLength).toBeGreaterThan(0)
    expect(given).toBeLessThanOrEqual(firstWindowSize)
    let received = 0
    channel.on('data', (chunk: Buffer) => (received += chunk.length))
    await once(channel, 'end')
    expect(received).toBe(16 * 1024 * 1024)
  })

  test.each(['_handlers', 'channelWindowAdjust', 'ping'])("is ssh2's own affair where %s is missing", async (field) => {
    const client = await logIn(await serve(), {
      before: (spoiled) => {
        const protocol = inside(spoiled)._protocol
        const value = protocol[field]
        protocol[field] = undefined
        queueMicrotask(() => (protocol[field] = value))
      },
    })
    expect(await download(client, 8 * 1024 * 1024)).toBe(8 * 1024 * 1024)
  })
})

describe('the log-in', () => {
  const attempts = async (options: Parameters<typeof logIn>[1] = {}): Promise<readonly string[]> => {
    const seen: string[] = []
    const server = await serve({
      authenticate: (context: AuthContext) => {
        seen.push(context.method === 'publickey' && context.signature !== undefined ? 'publickey, signed' : context.method)
        context.accept()
      },
    })
    await logIn(server, options)
    return seen
  }

  test('begins with a signed request', async () => {
    expect(await attempts()).toEqual(['publickey, signed'])
    expect(await attempts({ without: true })).toEqual(['publickey', 'publickey, signed'])
  })

  test('asks first where authPK is no longer what it was', async () => {
    expect(
      await attempts({
        before: (client) => {
          const protocol = inside(client)._protocol
          const own = protocol['authPK'] as (...parts: unknown[]) => unknown
          protocol['authPK'] = (...parts: unknown[]) => own.apply(protocol, parts)
        },
      }),
    ).toEqual(['publickey', 'publickey, signed'])
  })

  /** A server that never sends SSH_MSG_SERVICE_ACCEPT. */
  const withoutAccept = (connection: Connection): void => {
    const { _protocol: protocol } = connection as unknown as { readonly _protocol: { serviceAccept: () => void } }
    protocol.serviceAccept = () => undefined
  }

  test('does not wait for the server to accept the service', async () => {
    const server = await serve({ onConnection: withoutAccept })
    await logIn(server)
    const waiting = logIn(server, { without: true })
    expect(await Promise.race([waiting.then(() => 'in'), sleep(1000).then(() => 'waits')])).toBe('waits')
  })

  test('waits for it if the server sends no signature algorithms', async () => {
    let extInfo = 0
    const server = await serve({ onConnection: (connection) => connection.once('ready', () => (extInfo += 1)) })
    const client = await logIn(server, {
      before: (spoiled) => {
        const handlers = inside(spoiled)._protocol['_handlers'] as Record<string, unknown>
        delete handlers['EXT_INFO']
      },
    })
    expect(extInfo).toBe(1)
    expect(await comesBack(client, 1000)).toBe(true)
  })
})

test('a connection that is cut ends without an unhandled error', async () => {
  const server = await serve()
  const client = await logIn(server)
  client.on('error', () => undefined)
  const port = await listen((socket) => socket.end(Buffer.alloc(8 * 1024 * 1024)))
  const channel = await openTo(client, port)
  await once(channel, 'data')
  channel.pause()
  const closed = once(client, 'close')
  for (const socket of server.sockets) socket.destroy()
  await closed
  // Reading on would give credit over a connection that has ended.
  channel.resume()
  await sleep(50)
})
