import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2'
import type { Failure } from '../../contract/failure.ts'
import type { ConnectOptions } from '../ssh/connection.ts'
import { message, sendPayload, sshString, uint32 } from './send-payload.ts'
import { startSshServer } from './ssh-server.ts'
import type { SshServerOptions } from './ssh-server.ts'
import { startTcpServer } from './tcp-ends.ts'
import { privateKeyIn } from './private-key.ts'

export interface HostileServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** What the client does with a connection to a hostile server, once it has one. */
export type Act = 'wait' | 'read-channel' | 'keep-channel-unread' | 'send-mail' | 'execute'

/** One attack by a server, and how a client that withstands it ends. */
export interface Attack {
  readonly name: string
  readonly start: () => Promise<HostileServer>
  readonly act?: Act
  readonly options?: Partial<ConnectOptions>
  /** Undefined where the server does nothing that ends a connection, or nothing that is told apart from a busy server. */
  readonly failure: (Pick<Failure, 'code'> & { readonly reason?: string }) | undefined
}

const mebibyte = 1024 * 1024

// Messages of RFC 4250 section 4.1.2.
const SSH_MSG_IGNORE = 2
const SSH_MSG_UNIMPLEMENTED = 3
const SSH_MSG_DEBUG = 4
const SSH_MSG_KEXINIT = 20
const SSH_MSG_KEX_DH_GEX_GROUP = 31
const SSH_MSG_KEX_DH_GEX_REQUEST = 34
const SSH_MSG_USERAUTH_SUCCESS = 52
const SSH_MSG_USERAUTH_BANNER = 53
const SSH_MSG_GLOBAL_REQUEST = 80
const SSH_MSG_CHANNEL_OPEN = 90
const SSH_MSG_CHANNEL_WINDOW_ADJUST = 93
const SSH_MSG_CHANNEL_DATA = 94
const SSH_MSG_CHANNEL_EXTENDED_DATA = 95
const SSH_MSG_CHANNEL_REQUEST = 98
/** For private use; nobody knows it. */
const UNKNOWN_MESSAGE = 250

const yes = Buffer.from([1])
const no = Buffer.from([0])

const ignore = (bytes: number): Buffer => message(SSH_MSG_IGNORE, sshString(Buffer.alloc(bytes)))
const globalRequest = (name: string, ...fields: readonly Buffer[]): Buffer =>
  message(SSH_MSG_GLOBAL_REQUEST, sshString(name), yes, ...fields)
const channelOpen = message(
  SSH_MSG_CHANNEL_OPEN,
  ...[sshString('forwarded-tcpip'), uint32(1000), uint32(mebibyte), uint32(32_768)],
  ...[sshString('127.0.0.1'), uint32(25), sshString('127.0.0.1'), uint32(1)],
)

/** What of ssh2's server a hostile one is made of. */
interface ServerProtocol {
  parse: (chunk: Buffer, from: number, to: number) => void
  channelOpenConfirm: (id: number, ours: number, window: number, packetSize: number) => void
  readonly _handlers: Record<string, (...parts: readonly unknown[]) => void>
  _offer: {
    readonly constructor: new (lists: object) => ServerProtocol['_offer']
    readonly lists: Record<string, { readonly array: readonly string[] }> &
      Record<'cs' | 'sc', Record<string, { readonly array: readonly string[] }>>
    readonly totalSize: number
    readonly copyAllTo: (buffer: Buffer, at: number) => void
  }
}
const protocolOf = (connection: Connection): ServerProtocol => (connection as unknown as { _protocol: ServerProtocol })._protocol
/** The client's number for the channel, which is what a server names it by. */
const numberOf = (channel: ServerChannel): Buffer =>
  uint32((channel as unknown as { readonly outgoing: { readonly id: number } }).outgoing.id)

/** Sends packets for ever, as fast as the socket takes them. */
const flood = (connection: Connection, socket: Socket, payload: Buffer): void => {
  const atOnce = Math.min(256, Math.ceil(mebibyte / payload.length))
  const more = (): void => {
    for (let sent = 0; sent < atOnce && !socket.destroyed && !socket.writableNeedDrain; sent += 1) sendPayload(connection, payload)
    if (socket.destroyed) return
    if (socket.writableNeedDrain) socket.once('drain', more)
    else setImmediate(more)
  }
  more()
}

const everyMs = (ms: number, socket: Socket, act: () => void): void => {
  const timer = setInterval(act, ms)
  socket.once('close', () => clearInterval(timer))
}

type Misbehave = (connection: Connection, socket: Socket) => void

const start = async (options: Partial<SshServerOptions>): Promise<HostileServer> =>
  await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], forwarding: 'ignore', ...options })

/** Sends no SSH_MSG_EXT_INFO (RFC 8308), as servers did before 2016. */
const leaveOutExtInfo = (connection: Connection): void => {
  const protocol = protocolOf(connection) as unknown as { _kex: object | undefined }
  let exchange: object | undefined
  Object.defineProperty(protocol, '_kex', {
    get: () => exchange,
    set: (next: object) => {
      exchange = next
      Object.defineProperty(next, 'remoteExtInfoEnabled', { get: () => false, set: () => undefined })
    },
  })
}

/** Lets in whoever signs with SHA-1, and nobody else. */
const takeSha1 = (context: AuthContext): void => {
  if (context.method === 'publickey' && context.hashAlgo === undefined) context.accept()
  else context.reject(['publickey'])
}

/** A server that takes the log-in and then attacks. */
const afterLogIn =
  (attack: Misbehave, options: Partial<SshServerOptions> = {}): Attack['start'] =>
  async () =>
    await start({ ...options, onConnection: (connection, socket) => connection.once('ready', () => attack(connection, socket)) })

type OnChannel = (channel: ServerChannel, connection: Connection, socket: Socket) => void

/** A server that opens the client's channel, with what it likes to say of it, and then attacks. */
const onChannel =
  (attack: OnChannel, says: { readonly window?: number; readonly packetSize?: number } = {}): Attack['start'] =>
  async () =>
    await start({
      onConnection: (connection, socket) => {
        connection.once('ready', () => sayOfChannels(connection, says))
        connection.on('tcpip', (accept) => {
          const channel = accept()
          channel.on('error', () => undefined).resume()
          attack(channel, connection, socket)
        })
      },
    })

const sayOfChannels = (connection: Connection, says: { readonly window?: number; readonly packetSize?: number }): void => {
  const protocol = protocolOf(connection)
  const confirm = protocol.channelOpenConfirm.bind(protocol)
  protocol.channelOpenConfirm = (id, ours, window, packetSize) =>
    confirm(id, ours, says.window ?? window, says.packetSize ?? packetSize)
}

/** A server that opens the session of `key install`, never answers what is asked of it, and attacks. */
const onSession =
  (attack: OnChannel, says: { readonly packetSize?: number } = {}): Attack['start'] =>
  async () =>
    await start({
      onConnection: (connection, socket) =>
        connection.once('ready', () => {
          sayOfChannels(connection, says)
          connection.on('session', (accept) => {
            const session = accept()
            if (says.packetSize === undefined) attack(channelOf(session), connection, socket)
            else session.on('exec', (acceptExec) => acceptExec())
          })
        }),
    })

/** Of a session without a command ssh2's server has the numbers alone. */
const channelOf = (session: Session): ServerChannel =>
  ({
    outgoing: (session as unknown as { readonly _chanInfo: { readonly outgoing: object } })._chanInfo.outgoing,
  }) as unknown as ServerChannel

/** Sends with each turn of the loop what `next` makes of the client's channel. */
const floodChannel =
  (next: (channel: ServerChannel) => Buffer): OnChannel =>
  (channel, connection, socket) =>
    flood(connection, socket, next(channel))

/** A server that is an SSH server as far as the key exchange, with a group of its own choice (RFC 4419). */
const groupExchange =
  (prime: Buffer): Attack['start'] =>
  async () =>
    await startTcpServer((socket) => {
      const packet = (payload: Buffer): Buffer => {
        const padding = 16 - ((payload.length + 5) % 8)
        return Buffer.concat([uint32(payload.length + padding + 1), Buffer.from([padding]), payload, Buffer.alloc(padding)])
      }
      const lists = [
        'diffie-hellman-group-exchange-sha256',
        'ssh-ed25519',
        'aes128-gcm@openssh.com',
        'aes128-gcm@openssh.com',
        '',
        '',
        'none',
        'none',
        '',
        '',
      ]
      socket.write('SSH-2.0-hostile\r\n')
      socket.write(packet(message(SSH_MSG_KEXINIT, randomBytes(16), ...lists.map(sshString), no, uint32(0))))
      let received = Buffer.alloc(0)
      let isAsked = false
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        const asks = received.subarray(received.indexOf('\n') + 1)
        const second = asks.length > 4 ? 4 + asks.readUInt32BE(0) : Infinity
        if (isAsked || asks[second + 5] !== SSH_MSG_KEX_DH_GEX_REQUEST) return
        isAsked = true
        socket.write(packet(message(SSH_MSG_KEX_DH_GEX_GROUP, sshString(prime), sshString(Buffer.from([2])))))
      })
      socket.on('end', () => socket.end())
    })

/** 2^bits - 1: a prime for 9941 and 521 (Mersenne). */
const mersenne = (bits: number): Buffer => {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff)
  bytes[0] = 0xff >> (bytes.length * 8 - bits)
  return bytes
}

const rsaKey = (modulusLength: number) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
  return { privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }) as string, publicKey: '', fingerprint: '' }
}

/** Without the marks of strict key exchange, under which nothing may come between its packets. */
/** The server no longer offers strict key exchange. */
export const leaveOutStrictKex = (connection: Connection): void => {
  const protocol = protocolOf(connection)
  const { lists, constructor: KexInit } = protocol._offer
  const side = (name: 'cs' | 'sc') => Object.fromEntries(Object.entries(lists[name]).map(([key, { array }]) => [key, array]))
  protocol._offer = new KexInit({
    kex: lists['kex']!.array.filter((name) => !name.startsWith('kex-strict')),
    serverHostKey: lists['serverHostKey']!.array,
    cs: side('cs'),
    sc: side('sc'),
  })
}

const beginRekey = (connection: Connection): void => {
  const protocol = protocolOf(connection)
  const { _offer: offer } = protocol
  const payload = Buffer.alloc(17 + offer.totalSize + 5)
  payload[0] = SSH_MSG_KEXINIT
  randomBytes(16).copy(payload, 1)
  offer.copyAllTo(payload, 17)
  sendPayload(connection, payload)
  // What the client says to it is not read.
  protocol.parse = () => undefined
}

/** One line for ever, or lines for ever. */
const text =
  (piece: string): Attack['start'] =>
  async () =>
    await startTcpServer((socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece.repeat(64)));
      }
      socket.on('drain', more).resume()
      more()
    })

const compressed = { ssh2: { algorithms: { compress: ['zlib@openssh.com' as const] } } }

/** Told as dead soon, where it does not do what it was asked for. */
const impatient: Partial<ConnectOptions> = { keepaliveMs: 100, keepaliveTimeoutMs: 200 }
const silent = { code: 'peer-silent' } as const
const misbehaved = (reason: string) => ({ code: 'server-misbehaved', reason }) as const
const noise = misbehaved('noise-without-end')

const hostKeysOf = (count: number): Buffer =>
  message(
    SSH_MSG_GLOBAL_REQUEST,
    ...[sshString('hostkeys-00@openssh.com'), yes],
    ...Array.from({ length: count }, () => sshString(Buffer.concat([sshString('ssh-ed25519'), sshString(randomBytes(32))]))),
  )

const emptyPrompts = (context: AuthContext): void => {
  const ask = (): void => {
    if (context.method === 'keyboard-interactive') context.prompt([], ask)
  }
  if (context.method === 'keyboard-interactive') ask()
  else context.reject(['keyboard-interactive'])
}

/** Every attack that is known, each against one weakness that was seen (docs/threat-model.md). */
export const attacks: readonly Attack[] = [
  // Before the log-in.
  { name: 'lines without end in place of an identification', start: text('Welcome.\r\n'), failure: { code: 'not-an-ssh-server' } },
  { name: 'one line without end in place of an identification', start: text('Welcome. '), failure: { code: 'not-an-ssh-server' } },
  { name: 'a group of 9941 bits', start: groupExchange(mersenne(9941)), failure: { code: 'no-common-algorithm' } },
  { name: 'a group of 521 bits', start: groupExchange(mersenne(521)), failure: { code: 'no-common-algorithm' } },
  {
    name: 'an RSA host key of 768 bits',
    start: async () => await start({ hostKeys: [rsaKey(768)], ssh2: { algorithms: { serverHostKey: ['rsa-sha2-256'] } } }),
    failure: misbehaved('host-key-size'),
  },
  {
    name: 'a log-in that nobody asked for',
    start: async () =>
      await start({
        authenticate: () => undefined,
        onConnection: (connection) =>
          connection.once('handshake', () => sendPayload(connection, message(SSH_MSG_USERAUTH_SUCCESS))),
      }),
    // Nothing is asked of the server before the key is opened.
    options: { authentication: [{ type: 'key', name: 'client', unlock: () => new Promise(() => undefined) }] },
    failure: misbehaved('log-in-unasked'),
  },
  {
    name: 'no word of SHA-2, for a signature with SHA-1',
    start: async () => await start({ authenticate: takeSha1, onConnection: leaveOutExtInfo }),
    options: {
      authentication: [{ type: 'key', name: 'client', unlock: () => privateKeyIn(rsaKey(2048).privateKey) }],
    },
    failure: { code: 'login-refused' },
  },
  {
    name: 'banners without end',
    start: async () =>
      await start({
        authenticate: () => undefined,
        onConnection: (connection, socket) =>
          connection.once('handshake', () =>
            flood(connection, socket, message(SSH_MSG_USERAUTH_BANNER, sshString('Buy now.'), sshString(''))),
          ),
      }),
    failure: misbehaved('banners-without-end'),
  },
  {
    name: 'requests without prompts, without end',
    start: async () => await start({ authenticate: emptyPrompts }),
    options: { authentication: [{ type: 'keyboard-interactive', answer: () => new Promise(() => undefined) }] },
    failure: misbehaved('questions-without-end'),
  },
  {
    name: 'SSH_MSG_IGNORE without end before the log-in',
    start: async () =>
      await start({
        authenticate: () => undefined,
        onConnection: (connection, socket) => connection.once('handshake', () => flood(connection, socket, ignore(64))),
      }),
    failure: misbehaved('data-without-end'),
  },
  // Floods after it.
  ...(
    [
      ['SSH_MSG_IGNORE', ignore(1)],
      ['SSH_MSG_IGNORE of 32 KiB', ignore(32_000)],
      ['packets with nothing in them', Buffer.alloc(0)],
      ['SSH_MSG_DEBUG', message(SSH_MSG_DEBUG, yes, sshString('x'), sshString(''))],
      ['SSH_MSG_UNIMPLEMENTED', message(SSH_MSG_UNIMPLEMENTED, uint32(1))],
      ['messages that nobody knows', message(UNKNOWN_MESSAGE)],
      ['global requests', globalRequest('keepalive@openssh.com')],
      ['channels', channelOpen],
      ['lists of 600 host keys', hostKeysOf(600)],
    ] as const
  ).map(([what, payload]): Attack => ({
    name: `a flood of ${what}`,
    start: afterLogIn((connection, socket) => flood(connection, socket, payload)),
    failure: noise,
  })),
  ...(
    [
      ['channel requests', (channel) => message(SSH_MSG_CHANNEL_REQUEST, numberOf(channel), sshString('any'), yes)],
      ['window adjusts', (channel) => message(SSH_MSG_CHANNEL_WINDOW_ADJUST, numberOf(channel), uint32(1))],
      ['empty data', (channel) => message(SSH_MSG_CHANNEL_DATA, numberOf(channel), sshString(''))],
    ] as const satisfies readonly (readonly [string, (channel: ServerChannel) => Buffer])[]
  ).map(([what, next]): Attack => ({
    name: `a flood of ${what}`,
    start: onChannel(floodChannel(next)),
    act: 'read-channel',
    failure: noise,
  })),
  {
    name: 'data, a byte at a time',
    start: onChannel(floodChannel((channel) => message(SSH_MSG_CHANNEL_DATA, numberOf(channel), sshString('x')))),
    act: 'read-channel',
    failure: undefined,
  },
  {
    name: 'data, a byte at a time, that nobody reads',
    start: onChannel(floodChannel((channel) => message(SSH_MSG_CHANNEL_DATA, numberOf(channel), sshString('x')))),
    act: 'keep-channel-unread',
    failure: undefined,
  },
  {
    name: 'more data than the window',
    start: onChannel(floodChannel((channel) => message(SSH_MSG_CHANNEL_DATA, numberOf(channel), sshString(Buffer.alloc(32_000))))),
    act: 'keep-channel-unread',
    failure: misbehaved('window-exceeded'),
  },
  {
    name: 'requests by a server that reads no answer',
    start: afterLogIn((connection, socket) => {
      socket.pause()
      flood(connection, socket, globalRequest('keepalive@openssh.com'))
    }),
    failure: noise,
  },
  {
    name: 'a window of 4 GiB at a server that does not read',
    start: onChannel((_channel, _connection, socket) => socket.pause(), { window: 0xffff_ffff }),
    act: 'send-mail',
    options: impatient,
    failure: silent,
  },
  // Sizes.
  {
    name: 'packets of 0 bytes at most, on a channel',
    start: onChannel(() => undefined, { packetSize: 0 }),
    act: 'send-mail',
    failure: misbehaved('packets-too-small'),
  },
  {
    name: 'packets of 0 bytes at most, on a session',
    start: onSession(() => undefined, { packetSize: 0 }),
    act: 'execute',
    failure: misbehaved('packets-too-small'),
  },
  {
    name: 'more data than the window, on a session that never begins',
    start: onSession(floodChannel((channel) => message(SSH_MSG_CHANNEL_DATA, numberOf(channel), sshString(Buffer.alloc(32_000))))),
    act: 'execute',
    failure: misbehaved('window-exceeded'),
  },
  {
    name: 'more errors than the window, on a session that never begins',
    start: onSession(
      floodChannel((channel) =>
        message(SSH_MSG_CHANNEL_EXTENDED_DATA, numberOf(channel), uint32(1), sshString(Buffer.alloc(32_000))),
      ),
    ),
    act: 'execute',
    failure: misbehaved('window-exceeded'),
  },
  {
    name: 'compressed packets of 1 MiB',
    start: afterLogIn((connection, socket) => flood(connection, socket, ignore(mebibyte)), compressed),
    options: { compression: true },
    failure: misbehaved('packet-too-large'),
  },
  {
    name: 'compressed packets of 32 KiB, a hundredth of it on the wire',
    start: afterLogIn((connection, socket) => flood(connection, socket, ignore(32_000)), compressed),
    options: { compression: true },
    failure: misbehaved('inflates-without-cause'),
  },
  {
    // The next copy is too far behind for deflate to refer to it.
    name: 'compressed packets that are no smaller',
    start: afterLogIn(
      (connection, socket) => flood(connection, socket, message(SSH_MSG_IGNORE, sshString(randomBytes(34_000)))),
      compressed,
    ),
    options: { compression: true },
    failure: noise,
  },
  {
    name: 'compressed packets with nothing in them',
    start: afterLogIn((connection, socket) => flood(connection, socket, Buffer.alloc(0)), compressed),
    options: { compression: true },
    failure: noise,
  },
  // Signs of life.
  {
    name: 'a key exchange without end',
    start: async () =>
      await start({
        onConnection: (connection, socket) => {
          leaveOutStrictKex(connection)
          connection.once('ready', () => {
            beginRekey(connection)
            everyMs(300, socket, () => sendPayload(connection, ignore(1)))
          })
        },
      }),
    options: { connectTimeoutMs: 1000 },
    failure: misbehaved('key-exchange-without-end'),
  },
  {
    name: 'anything but an answer to a keepalive',
    start: afterLogIn((connection, socket) => {
      protocolOf(connection)._handlers['GLOBAL_REQUEST'] = () => undefined
      everyMs(20, socket, () => sendPayload(connection, ignore(1)))
    }),
    options: impatient,
    failure: silent,
  },
]
