import { once } from 'node:events'
import { createServer, Socket } from 'node:net'
import type { AddressInfo, Server, SocketConnectOpts } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../../testing/free-port.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { dial, interleaveFamilies } from './dial.ts'

const servers: Server[] = []
const listen = async (host: string): Promise<number> => {
  const server = createServer((socket) => socket.on('error', () => undefined).resume())
  servers.push(server)
  server.listen(0, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
afterEach(() => servers.splice(0).forEach((server) => server.close()))

const patience = () => AbortSignal.timeout(5000)

/** A socket whose SYN takes `delayMs` longer, as on a slow network. */
class SlowSocket extends Socket {
  readonly delayMs: number
  constructor(delayMs: number) {
    super()
    this.delayMs = delayMs
  }
  override connect(...[options]: unknown[]): this {
    setTimeout(() => {
      if (!this.destroyed) super.connect(options as SocketConnectOpts)
    }, this.delayMs)
    return this
  }
}

describe('dialling an SSH server', () => {
  test('reaches an IPv4 address, an IPv6 address with or without brackets, and a name', async () => {
    const [port4, port6] = [await listen('127.0.0.1'), await listen('::1')]
    for (const [host, port] of [
      ['127.0.0.1', port4],
      ['::1', port6],
      ['[::1]', port6],
      ['localhost', port4],
    ] as const) {
      const socket = await dial({ host, port, signal: patience() })
      expect(socket.remotePort).toBe(port)
      expect(socket.isPaused()).toBe(true)
      socket.destroy()
    }
  })

  test('rejects a name without an address', async () => {
    expect(await failureFrom(dial({ host: 'nosuch.invalid', port: 22, signal: patience() }))).toEqual({
      code: 'host-not-found',
      host: 'nosuch.invalid',
    })
  })

  test('rejects as refused if nothing listens, even with two addresses', async () => {
    const port = await freePort()
    const resolve = () => Promise.resolve(['::1', '127.0.0.1'])
    expect(await failureFrom(dial({ host: '127.0.0.1', port, signal: patience() }))).toEqual({
      code: 'connection-refused',
      host: '127.0.0.1',
      port,
    })
    // Node's own race reports this as an AggregateError without a message (ssh2-facts 20).
    expect(await failureFrom(dial({ host: 'both', port, signal: patience(), resolve }))).toEqual({
      code: 'connection-refused',
      host: 'both',
      port,
    })
  })

  test('goes on to the next address where one refuses', async () => {
    const port = await listen('127.0.0.1')
    const resolve = () => Promise.resolve(['::1', '127.0.0.1'])
    const socket = await dial({ host: 'both', port, signal: patience(), resolve })
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  // ssh2-facts 20: Node gives an attempt up after 250 ms, so that a slow network never connects.
  test('does not give up an attempt that is slower than the delay between two', async () => {
    const port = await listen('::1')
    const resolve = () => Promise.resolve(['::1', '127.0.0.1'])
    const made: Socket[] = []
    const createSocket = (): Socket => {
      made.push(new SlowSocket(900))
      return made.at(-1)!
    }
    const socket = await dial({ host: 'both', port, signal: patience(), resolve, createSocket })
    expect(socket.remoteAddress).toBe('::1')
    expect(made.length).toBe(2)
    socket.destroy()
  })

  test('leaves no other attempt open when one has succeeded', async () => {
    const port = await listen('127.0.0.1')
    const made: Socket[] = []
    const createSocket = (): Socket => {
      made.push(made.length === 0 ? new SlowSocket(5000) : new Socket())
      return made.at(-1)!
    }
    const resolve = () => Promise.resolve(['::1', '127.0.0.1'])
    const socket = await dial({ host: 'both', port, signal: patience(), resolve, createSocket })
    expect(socket).toBe(made[1])
    expect(made[0]?.destroyed).toBe(true)
    socket.destroy()
  })

  test('stops at once when its signal aborts', async () => {
    const controller = new AbortController()
    const reason = new Error('no longer wanted')
    const dialling = dial({ host: '127.0.0.1', port: 1, signal: controller.signal, createSocket: () => new SlowSocket(60_000) })
    controller.abort(reason)
    await expect(dialling).rejects.toBe(reason)
  })

  test('alternates between the two families, the resolver’s first choice first (RFC 8305 section 4)', () => {
    expect(interleaveFamilies(['2001:db8::1', '2001:db8::2', '2001:db8::3', '192.0.2.1'])).toEqual([
      '2001:db8::1',
      '192.0.2.1',
      '2001:db8::2',
      '2001:db8::3',
    ])
  })
})
