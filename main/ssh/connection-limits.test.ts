import type { Connection } from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { connectOptions } from '../testing/connect-options.ts'
import { failureFrom } from '../testing/rejection.ts'
import { message, sendPayload, sshString } from '../testing/send-payload.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import type { SshServer, SshServerOptions } from '../testing/ssh-server.ts'
import { connect } from './connect.ts'
import type { ConnectOptions } from './connection.ts'

let ssh: SshServer | undefined
afterEach(async () => {
  await ssh?.stop()
})
const serve = async (options: Partial<SshServerOptions> = {}): Promise<number> => {
  ssh = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], ...options })
  return ssh.port
}

/** The internals of ssh2's server, to send messages that it never sends. */
interface RawProtocol {
  readonly forwardedTcpip: (channel: number, window: number, packet: number, info: object) => void
  readonly x11: (channel: number, window: number, packet: number, info: object) => void
  readonly openssh_authAgent: (channel: number, window: number, packet: number) => void
  readonly _handlers: Record<string, (...args: unknown[]) => void>
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number
      readonly alloc: (size: number) => Buffer
      readonly finalize: (packet: Buffer) => Buffer
    }
  }
  readonly _cipher: { readonly encrypt: (packet: Buffer) => void }
}
const protocolOf = (connection: Connection): RawProtocol => (connection as unknown as { _protocol: RawProtocol })._protocol

// ssh2-facts 7
describe('a hostile server', () => {
  test('is given up when it sends banners for ever', async () => {
    const names: string[] = []
    const port = await serve({ authenticate: () => undefined, onConnection: sendBannersForEver })
    const log: NonNullable<ConnectOptions['log']> = (_level, { name }) => {
      names.push(name)
    }
    expect(await failureFrom(connect(connectOptions(port, { log })))).toMatchObject({
      code: 'server-misbehaved',
      reason: 'banners-without-end',
    })
    expect(names.filter((name) => name === 'banner')).toHaveLength(16)
  })

  test('may open no channel of its own, and the connection goes on', async () => {
    const answers: unknown[] = []
    const port = await serve({
      forwarding: 'refuse',
      onConnection: (connection) => {
        connection.once('ready', () => {
          const protocol = protocolOf(connection)
          const { _handlers: handlers } = protocol
          const before = handlers['CHANNEL_OPEN_FAILURE']
          handlers['CHANNEL_OPEN_FAILURE'] = (...args) => {
            answers.push(args[2])
            before?.(...args)
          }
          handlers['CHANNEL_OPEN_CONFIRMATION'] = () => answers.push('confirmed')
          const info = {
            boundAddr: '127.0.0.1',
            boundPort: 25,
            remoteAddr: '127.0.0.1',
            remotePort: 1,
            originAddr: 'x',
            originPort: 1,
          }
          protocol.forwardedTcpip(1001, 1 << 20, 32768, info)
          protocol.x11(1002, 1 << 20, 32768, info)
          protocol.openssh_authAgent(1003, 1 << 20, 32768)
        })
      },
    })
    const connection = await connect(connectOptions(port))
    // Its answer comes after those of the channels before it.
    expect(await failureFrom(connection.openChannel({ host: 'localhost', port: 1 }))).toMatchObject({ code: 'mail-server-refused' })
    expect(answers).toEqual([1, 1, 1])
    await connection.end()
  })

  test('gets only a refusal as the answer to a list of its host keys', async () => {
    const answers: string[] = []
    const keys = message(80, sshString('hostkeys-00@openssh.com'), Buffer.from([1]), sshString(sshString('ssh-ed25519')))
    const port = await serve({
      onConnection: (connection) => {
        const { _handlers: handlers } = protocolOf(connection)
        const before = handlers['GLOBAL_REQUEST']
        handlers['GLOBAL_REQUEST'] = (...args) => {
          answers.push(String(args[1]))
          before?.(...args)
        }
        handlers['REQUEST_SUCCESS'] = () => answers.push('success')
        handlers['REQUEST_FAILURE'] = () => answers.push('failure')
        connection.once('ready', () => sendPayload(connection, keys))
      },
    })
    const connection = await connect(connectOptions(port))
    await expect.poll(() => answers.filter((answer) => !answer.startsWith('keepalive'))).toEqual(['failure'])
    await connection.end()
  })

  test('that breaks the protocol ends the connection, and the failure names the breach', async () => {
    const port = await serve()
    const connection = await connect(connectOptions(port))
    for (const socket of ssh!.sockets) socket.write(Buffer.alloc(4096, 0x55))
    expect(await connection.closed).toMatchObject({ code: 'server-misbehaved', host: '127.0.0.1' })
  })
})

/** SSH_MSG_USERAUTH_BANNER (RFC 4252 section 5.4), written by hand: ssh2's server sends one alone. */
const sendBannersForEver = (connection: Connection): void => {
  const protocol = protocolOf(connection)
  const text = Buffer.from('Buy now.')
  const banner = Buffer.concat([Buffer.from([53]), length(text.length), text, length(0)])
  const again = (): void => {
    const { write } = protocol._packetRW
    const packet = write.alloc(banner.length)
    packet.set(banner, write.allocStart)
    protocol._cipher.encrypt(write.finalize(packet))
    if (ssh!.sockets.size > 0) setImmediate(again)
  }
  connection.once('handshake', again)
}

const length = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
