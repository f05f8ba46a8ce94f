import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../testing/components.ts'
import { connectOptions } from '../../testing/connect-options.ts'
import { startSshd, type Sshd } from '../../testing/sshd.ts'
import { dialPort, endOf, readToEnd, startTcpServer, type TcpServer } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import type { ForwardEvent, ForwardListener } from './listener.ts'
import { openListener } from './open-listener.ts'
import { readPrivateKey } from '../../testing/private-key.ts'

const MIB = 1024 * 1024
/** 64 MiB that do not compress: one MiB, rotated by a byte each time so that a lost or doubled piece shows. */
const blocks = (): Buffer[] => {
  const seed = randomBytes(MIB)
  return Array.from({ length: 64 }, (_block, index) => Buffer.concat([seed.subarray(index), seed.subarray(0, index)]))
}
const hashOf = (chunks: readonly Buffer[]): string => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

const connectTo = async (sshd: Sshd): Promise<Connection> =>
  await connect(
    connectOptions(sshd.port, {
      user: sshd.user,
      authentication: [{ type: 'key', name: 'client', unlock: async () => await readPrivateKey(sshd.clientKeyFile) }],
    }),
  )

describeWith(['sshd', 'ssh-keygen'], 'a forward through a real sshd', () => {
  let sshd: Sshd
  let connection: Connection
  let forward: ForwardListener
  let mail: TcpServer
  let events: ForwardEvent[]
  /** The mail server's work on a socket. */
  let serve: (socket: Socket) => void

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(async () => await sshd.stop())

  beforeEach(async () => {
    events = []
    serve = () => undefined
    mail = await startTcpServer((socket) => serve(socket))
    connection = await connectTo(sshd)
    forward = await openListener({
      bindAddress: '127.0.0.1',
      bindPort: 0,
      destination: { host: '127.0.0.1', port: mail.port },
      onEvent: (event) => events.push(event),
    })
    forward.attach(connection)
  })
  afterEach(async () => {
    await forward.close()
    await connection.end()
    await mail.stop()
  })

  const allClosed = async (): Promise<void> =>
    await waitUntil(() => forward.counters().openConnections === 0, { what: 'the end of every connection' })

  test('carries 64 MiB each way at the same time, unchanged and counted', async () => {
    const [up, down] = [blocks(), blocks()]
    let atServer: Promise<Buffer> | undefined
    serve = (socket) => {
      atServer = readToEnd(socket)
      void pipeline(down, socket)
    }
    const client = await dialPort(forward.port)
    const received = readToEnd(client)
    await pipeline(up, client)
    expect(hashOf([await received])).toBe(hashOf(down))
    expect(hashOf([await atServer!])).toBe(hashOf(up))
    await allClosed()
    expect(forward.counters()).toMatchObject({ bytesIn: 64 * MIB, bytesOut: 64 * MIB })
    expect(events.at(-1)).toMatchObject({ type: 'closed', ending: 'finished', bytesIn: 64 * MIB, bytesOut: 64 * MIB })
  })

  test('carries 64 MiB to a mail client that reads slowly', async () => {
    const down = blocks()
    serve = (socket) => {
      socket.resume()
      void pipeline(down, socket)
    }
    const client = await dialPort(forward.port)
    const hash = createHash('sha256')
    let pauses = 0
    for await (const chunk of client.iterator({ destroyOnReturn: false })) {
      hash.update(chunk as Buffer)
      if (client.bytesRead > (pauses + 1) * 4 * MIB) {
        pauses += 1
        await sleep(20)
      }
    }
    client.end()
    expect(hash.digest('hex')).toBe(hashOf(down))
    expect(pauses).toBeGreaterThan(10)
    await allClosed()
    expect(forward.counters()).toMatchObject({ bytesIn: 64 * MIB, bytesOut: 0 })
  })

  test('carries the end of file of each direction on its own', async () => {
    serve = (socket) => {
      socket.end('this is all')
      void readToEnd(socket).then((sent) => (atServer = sent.toString()))
    }
    let atServer = ''
    const client = await dialPort(forward.port)
    expect((await readToEnd(client)).toString()).toBe('this is all')
    client.write('and I ')
    await waitUntil(() => forward.counters().bytesOut === 6, { what: 'the first words to be on their way' })
    client.end('go on')
    await allClosed()
    // sshd passes on its buffered bytes of a closed channel.
    await waitUntil(() => mail.sockets.size === 0, { what: 'the end at the mail server' })
    expect(atServer).toBe('and I go on')
    expect(events.at(-1)).toMatchObject({ ending: 'finished', bytesIn: 11, bytesOut: 11 })
  })

  test('closes the connection to the mail server when the mail client resets its own', async () => {
    serve = (socket) => socket.resume().on('end', () => socket.end())
    const client = await dialPort(forward.port)
    client.write('USER bob')
    await waitUntil(() => mail.sockets.size === 1 && forward.counters().bytesOut === 8, { what: 'the mail server' })
    client.resetAndDestroy()
    await allClosed()
    expect(events.at(-1)).toMatchObject({ ending: 'reset-by-client', bytesIn: 0, bytesOut: 8 })
    await waitUntil(() => mail.sockets.size === 0, { what: 'the end at the mail server' })
  })

  test('closes the mail client’s socket when the mail server resets while both send and neither reads', async () => {
    serve = (socket) => {
      socket.write(Buffer.alloc(16 * MIB))
      setTimeout(() => socket.resetAndDestroy(), 200)
    }
    const client = await dialPort(forward.port)
    client.write(Buffer.alloc(16 * MIB))
    await waitUntil(() => mail.sockets.size === 1, { what: 'the mail server' })
    await waitUntil(() => mail.sockets.size === 0, { what: 'its reset' })
    await endOf(client)
    client.destroy()
    await allClosed()
  })

  test('resets the mail client when the connection is cut, and serves it again through the next one', async () => {
    serve = (socket) => socket.write('half a mess')
    const client = await dialPort(forward.port)
    await once(client, 'data')
    sshd.dropConnections()
    expect(await endOf(client)).toBe('reset')
    await allClosed()
    expect(events.at(-1)).toMatchObject({ ending: 'reset-by-server', failure: { code: 'connection-lost' } })

    const held = await dialPort(forward.port)
    await waitUntil(() => events.at(-1)?.type === 'held', { what: 'a held socket' })
    connection = await connectTo(sshd)
    forward.attach(connection)
    expect(((await once(held, 'data')) as [Buffer])[0].toString()).toBe('half a mess')
  })

  test('carries 200 connections at once', async () => {
    serve = (socket) => socket.pipe(socket)
    const clients = await Promise.all(Array.from({ length: 200 }, async () => await dialPort(forward.port)))
    const payloads = clients.map(() => randomBytes(20_000))
    const answers = await Promise.all(
      clients.map(async (client, index) => {
        client.end(payloads[index]!)
        return await readToEnd(client)
      }),
    )
    expect(answers.every((answer, index) => answer.equals(payloads[index]!))).toBe(true)
    await allClosed()
    expect(forward.counters()).toEqual({
      bytesIn: 4_000_000,
      bytesOut: 4_000_000,
      openConnections: 0,
      totalConnections: 200,
      refusedConnections: 0,
      waitingConnections: 0,
    })
    await waitUntil(() => mail.sockets.size === 0, { what: 'the mail server to be left' })
  })

  test('reports a mail server that refuses and prohibited forwarding as different failures', async () => {
    await mail.stop()
    expect(await endOf(await dialPort(forward.port))).toBe('reset')
    expect(events).toMatchObject([{ type: 'channel-failed', failure: { code: 'mail-server-refused' } }])
  })
})

describeWith(['sshd', 'ssh-keygen'], 'a forward through an sshd that prohibits it', () => {
  test('resets the mail client and says so', async () => {
    const sshd = await startSshd({ config: ['AllowTcpForwarding no'] })
    const connection = await connectTo(sshd)
    const events: ForwardEvent[] = []
    const forward = await openListener({
      bindAddress: '127.0.0.1',
      bindPort: 0,
      destination: { host: '127.0.0.1', port: 110 },
      onEvent: (event) => events.push(event),
    })
    forward.attach(connection)
    expect(await endOf(await dialPort(forward.port))).toBe('reset')
    expect(events).toMatchObject([{ type: 'channel-failed', failure: { code: 'forwarding-prohibited' } }])
    await forward.close()
    await connection.end()
    await sshd.stop()
  })
})
