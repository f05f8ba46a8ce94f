import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ServerChannel, type ServerConfig, type TcpipRequestInfo } from 'ssh2'
import { makeTestKey, type TestKey } from './test-key.ts'

export interface SshServerUser {
  readonly name: string
  readonly password?: string
  /** `type base64` of each key that logs in. */
  readonly publicKeys?: readonly string[]
}

/**
 * The server's reaction to a `direct-tcpip` request: connect, refuse as "administratively prohibited" (reason 1), refuse as "connect failed"
 * (reason 2), or never answer.
 */
export type ForwardingPolicy = 'connect' | 'prohibit' | 'refuse' | 'ignore'

export interface SshServerOptions {
  readonly users: readonly SshServerUser[]
  readonly forwarding?: ForwardingPolicy
  /** Maps a requested destination, such as `localhost:110`, to the real one. */
  readonly resolve?: (destination: { readonly host: string; readonly port: number }) => {
    readonly host: string
    readonly port: number
  }
  /** Private keys in OpenSSH's or PEM format (a fresh ed25519 key). */
  readonly hostKeys?: readonly TestKey[]
  /** The port; by default 0, a free one. */
  readonly port?: number
  /** `ident`, `banner`, `algorithms` and the like. */
  readonly ssh2?: Omit<ServerConfig, 'hostKeys'>
  /** Called instead of the server's own check of a log-in, for servers that ask for ever. */
  readonly authenticate?: (context: AuthContext) => void
  /** Called for each connection before the first answer, so that a test can misbehave. */
  readonly onConnection?: (connection: Connection, socket: Socket) => void
  /** Answers one `exec` request. Without it every session is refused. */
  readonly execute?: (command: string, channel: ServerChannel) => void
}

/** An SSH server inside this process, which can misbehave as no real sshd does. */
export interface SshServer {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly hostKeys: readonly TestKey[]
  readonly knownHostsLines: readonly string[]
  /** The requested destinations, `host:port`. */
  readonly requested: readonly string[]
  /** Accepts another key from now on. */
  readonly authorize: (user: string, publicKey: string) => void
  /** Open connections: `destroy` one for a cut link, `pause` one for a silent peer. */
  readonly sockets: ReadonlySet<Socket>
  readonly stop: () => Promise<void>
}

const isSigned = (context: AuthContext & { method: 'publickey' }): boolean => {
  const key = ssh2.utils.parseKey(context.key.data)
  if (key instanceof Error || context.signature === undefined || context.blob === undefined) return false
  return key.verify(context.blob, context.signature, context.hashAlgo)
}

const judgeLogIn = (context: AuthContext, user: SshServerUser | undefined, publicKeys: readonly string[]): void => {
  const methods = [
    ...(publicKeys.length === 0 ? [] : (['publickey'] as const)),
    ...(user?.password === undefined ? [] : (['password', 'keyboard-interactive'] as const)),
  ]
  const decide = (yes: boolean): void => {
    if (yes) context.accept()
    else context.reject(methods)
  }
  if (context.method === 'publickey') {
    const offered = context.key.data.toString('base64')
    const known = publicKeys.some((line) => line.split(' ')[1] === offered)
    // Without a signature the client only asks whether the key is acceptable (RFC 4252 section 7).
    decide(known && (context.signature === undefined || isSigned(context)))
  } else if (context.method === 'password') {
    decide(context.password === user?.password)
  } else if (context.method === 'keyboard-interactive' && user?.password !== undefined) {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      // At run time an Error comes instead where the client asked for another method meanwhile.
      decide(Array.isArray(answers) && answers[0] === user.password)
    })
  } else {
    decide(false)
  }
}

/** Each direction ends by itself, as with sshd: ssh2's own `end` would close both. */
const joinToDestination = (channel: ServerChannel, socket: Socket): void => {
  channel.pipe(socket)
  socket.pipe(channel, { end: false })
  // Behind all that waits for the client's window.
  socket.on('end', () => channel.write(Buffer.alloc(0), () => channel.eof()))
  socket.on('error', () => channel.close())
  socket.on('close', () => channel.end())
  channel.on('error', () => socket.destroy())
  channel.on('close', () => socket.destroy())
}

export const startSshServer = async (options: SshServerOptions): Promise<SshServer> => {
  const hostKeys = options.hostKeys ?? [makeTestKey()]
  const authorized = new Map(options.users.map((user) => [user.name, [...(user.publicKeys ?? [])]]))
  const requested: string[] = []
  const sockets = new Set<Socket>()

  const forward = (accept: () => ServerChannel, reject: () => void, info: TcpipRequestInfo): void => {
    const asked = { host: info.destIP, port: info.destPort }
    requested.push(`${asked.host}:${asked.port}`)
    if (options.forwarding === 'ignore') return
    if (options.forwarding === 'refuse') {
      reject()
      return
    }
    const to = connect({ ...(options.resolve?.(asked) ?? asked), allowHalfOpen: true, noDelay: true })
    to.once('error', reject)
    to.once('connect', () => {
      to.off('error', reject)
      joinToDestination(accept(), to)
    })
  }

  const ssh = new ssh2.Server({ ...options.ssh2, hostKeys: hostKeys.map((key) => key.privateKey) })
  let current: Socket
  ssh.on('connection', (connection) => {
    const socket = current
    // Many tests cut a client off, so its errors are ignored.
    connection.on('error', () => undefined)
    options.onConnection?.(connection, socket)
    connection.on('authentication', (context) => {
      const user = options.users.find(({ name }) => name === context.username)
      if (options.authenticate !== undefined) options.authenticate(context)
      else judgeLogIn(context, user, authorized.get(context.username) ?? [])
    })
    // Without a listener ssh2 answers "administratively prohibited".
    if (options.forwarding !== 'prohibit') connection.on('tcpip', (accept, reject, info) => forward(accept, reject, info))
    const { execute } = options
    if (execute !== undefined)
      connection.on('session', (acceptSession) => {
        acceptSession().on('exec', (acceptExec, _reject, info) => execute(info.command, acceptExec()))
      })
  })

  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    // injectSocket emits `connection` before it returns.
    current = socket
    ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = listener.address() as AddressInfo

  return {
    host: '127.0.0.1',
    port,
    hostKeys,
    knownHostsLines: hostKeys.map((key) => `[127.0.0.1]:${port} ${key.publicKey}`),
    requested,
    authorize: (user, publicKey) => authorized.set(user, [...(authorized.get(user) ?? []), publicKey]),
    sockets,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
