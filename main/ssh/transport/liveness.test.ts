import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { connectOptions } from '../../testing/connect-options.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer } from '../../testing/ssh-server.ts'
import { startTcpRelay } from '../../testing/tcp-relay.ts'
import type { TcpRelay, TcpRelayOptions } from '../../testing/tcp-relay.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { silenceAfter } from './liveness.ts'

const still = { received: 1000, sent: 1000, waiting: 0, queued: 0, useful: 10 }
const quiet = { counters: still, ms: 900, uselessMs: 900 }

// ssh2-facts 12
describe('the silence of a peer', () => {
  test('grows while nothing moves', () => {
    expect(silenceAfter(quiet, still, 100, 200).ms).toBe(1000)
  })

  test('ends with any byte from the peer', () => {
    expect(silenceAfter(quiet, { ...still, received: 1001 }, 100, 200).ms).toBe(0)
  })

  test('goes on as uselessness while its bytes bring nothing', () => {
    expect(silenceAfter(quiet, { ...still, received: 1001 }, 100, 200).uselessMs).toBe(1000)
    expect(silenceAfter(quiet, { ...still, received: 1001, useful: 11 }, 100, 200).uselessMs).toBe(0)
  })

  test('ends while a backlog drains, because our keepalive is still in it', () => {
    const backlog = { counters: { ...still, waiting: 5000, queued: 3000 }, ms: 900, uselessMs: 900 }
    expect(silenceAfter(backlog, { ...still, sent: 2000, waiting: 4000, queued: 3000 }, 100, 200).ms).toBe(0)
    expect(silenceAfter(backlog, { ...still, waiting: 5000, queued: 2000 }, 100, 200).ms).toBe(0)
  })

  test('does not end with a write that the kernel accepts for a peer that is gone', () => {
    expect(silenceAfter(quiet, { ...still, sent: 1100 }, 100, 200).ms).toBe(1000)
  })

  test('does not grow by time in which this machine slept', () => {
    expect(silenceAfter(quiet, still, 3_600_000, 200).ms).toBe(1100)
  })
})

interface Scene {
  readonly ssh: SshServer
  readonly relay: TcpRelay
  readonly connection: Connection
}
const keepalive = { keepaliveMs: 150, keepaliveTimeoutMs: 350 }

const withLink = async (options: TcpRelayOptions, work: (scene: Scene) => Promise<void>): Promise<void> => {
  const ssh = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }] })
  const relay = await startTcpRelay(ssh.port, options)
  const connection = await connect(connectOptions(relay.port, keepalive))
  try {
    await work({ ssh, relay, connection })
  } finally {
    await connection.end()
    await relay.stop()
    await ssh.stop()
  }
}

describe('a connection', () => {
  test('is given up when the host at the other end has vanished', async () => {
    await withLink({}, async ({ relay, connection }) => {
      relay.vanish()
      expect(await connection.closed).toMatchObject({ code: 'peer-silent', host: '127.0.0.1' })
    })
  })

  test('is kept while nothing but keepalives passes', async () => {
    await withLink({}, async ({ connection }) => {
      const dropped = await Promise.race([connection.closed.then(() => true), sleep(2000, false)])
      expect(dropped).toBe(false)
    })
  })

  // ssh2-facts 12: ssh2's own count of unanswered keepalives ends a busy slow connection while data flows.
  test('is kept while a slow network is busy, although seconds of data precede the answers to keepalives', async () => {
    const mail = createServer((socket) => socket.on('error', () => undefined).end(Buffer.alloc(192 * 1024)))
    mail.listen(0, '127.0.0.1')
    await once(mail, 'listening')
    await withLink({ bytesPerSecond: 64 * 1024 }, async ({ connection }) => {
      const channel = await connection.openChannel({ host: '127.0.0.1', port: (mail.address() as AddressInfo).port })
      let received = 0
      for await (const chunk of channel) received += (chunk as Buffer).length
      expect(received).toBe(192 * 1024)
    })
    mail.close()
  })
})
