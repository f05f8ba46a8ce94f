import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { ServerChannel } from 'ssh2'
import { connect } from '../ssh/connect.ts'
import type { Channel, Connection } from '../ssh/connection.ts'
import type { ForwardEvent, ForwardListener, ListenerOptions } from '../ssh/forward/listener.ts'
import { openListener } from '../ssh/forward/open-listener.ts'
import { closeAfterEach } from './close-after-each.ts'
import { connectOptions } from './connect-options.ts'
import { startSshServer, type SshServer, type SshServerOptions } from './ssh-server.ts'
import { startTcpServer, type TcpServer } from './tcp-ends.ts'
import { waitUntil } from './wait-until.ts'

/** Wraps a connection and collects the channels that it opens. */
export const capture = (connection: Connection): { readonly connection: Connection; readonly channels: Channel[] } => {
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
export const closedEvent = async (events: readonly ForwardEvent[]): Promise<ForwardEvent> => {
  await waitUntil(() => events.some(({ type }) => type === 'closed'), { what: 'the end of the connection' })
  return events.find(({ type }) => type === 'closed')!
}
export const textOf = async (socket: Socket): Promise<string> => ((await once(socket, 'data')) as [Buffer])[0].toString()

/** Call it in a test file or a `describe`. Everything that a test starts with it is closed after that test. */
export const forwardHarness = () => {
  const closeAfter = closeAfterEach()

  const startMail = async (...parameters: Parameters<typeof startTcpServer>): Promise<TcpServer> => {
    const mail = await startTcpServer(...parameters)
    closeAfter(mail.stop)
    return mail
  }
  const startSsh = async (options: Partial<SshServerOptions> = {}): Promise<SshServer> => {
    const server = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], ...options })
    closeAfter(server.stop)
    return server
  }
  const connectTo = async (server: SshServer): Promise<Connection> => {
    const connection = await connect(connectOptions(server.port))
    closeAfter(connection.end)
    return connection
  }
  const listen = async (
    port: number,
    change: Partial<ListenerOptions> = {},
  ): Promise<{ readonly forward: ForwardListener; readonly events: ForwardEvent[] }> => {
    const events: ForwardEvent[] = []
    const forward = await openListener({
      bindAddress: '127.0.0.1',
      bindPort: 0,
      destination: { host: '127.0.0.1', port },
      onEvent: (event) => events.push(event),
      ...change,
    })
    closeAfter(forward.close)
    return { forward, events }
  }

  /** Starts a server that answers each connection's first line with `got`. */
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
  /** Starts a server whose channels the test controls. */
  const startChannels = async (onChannel: (channel: ServerChannel) => void): Promise<SshServer> =>
    await startSsh({
      forwarding: 'prohibit',
      onConnection: (connection) => connection.on('tcpip', (accept) => onChannel(accept())),
    })

  return { startMail, startSsh, connectTo, listen, startGreeter, startChannels }
}
