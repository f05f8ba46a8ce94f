import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { connectOptions } from '../../testing/connect-options.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer, SshServerOptions } from '../../testing/ssh-server.ts'
import { startTcpRelay } from '../../testing/tcp-relay.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'

let ssh: SshServer | undefined
let connection: Connection | undefined
afterEach(async () => {
  await connection?.end()
  await ssh?.stop()
})
const start = async (options: Partial<SshServerOptions> = {}): Promise<Connection> => {
  ssh = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], ...options })
  connection = await connect(connectOptions(ssh.port))
  return connection
}
const pop3 = { host: 'mail.example.org', port: 110 }

// ssh2-facts 19
describe('opening a channel', () => {
  test('says that forwarding is prohibited', async () => {
    const up = await start({ forwarding: 'prohibit' })
    expect(await failureFrom(up.openChannel(pop3))).toEqual({
      code: 'forwarding-prohibited',
      host: '127.0.0.1',
      destination: 'mail.example.org:110',
    })
  })

  test('says that the mail server refused, and the connection goes on', async () => {
    const up = await start({ forwarding: 'refuse' })
    for (let tries = 0; tries < 2; tries += 1)
      expect(await failureFrom(up.openChannel({ host: '2001:db8::1', port: 110 }))).toMatchObject({
        code: 'mail-server-refused',
        destination: '[2001:db8::1]:110',
      })
  })

  // ssh2-facts 14: forwardOut may never call back.
  test('says that the mail server is silent when no answer comes', async () => {
    const up = await start({ forwarding: 'ignore' })
    expect(await failureFrom(up.openChannel(pop3, { timeoutMs: 150 }))).toEqual({
      code: 'mail-server-silent',
      destination: 'mail.example.org:110',
      seconds: 0.15,
    })
  })

  test('stops waiting when its signal aborts', async () => {
    const up = await start({ forwarding: 'ignore' })
    const controller = new AbortController()
    const reason = new Error('no longer wanted')
    const opening = up.openChannel(pop3, { signal: controller.signal })
    controller.abort(reason)
    await expect(opening).rejects.toBe(reason)
  })

  test('closes a channel that opens too late', async () => {
    let closed = false
    let allow: () => void = () => undefined
    const up = await start({
      onConnection: (served) => {
        served.on('tcpip', (accept) => {
          allow = () =>
            accept()
              .resume()
              .on('close', () => (closed = true))
        })
      },
      forwarding: 'prohibit',
    })
    expect(await failureFrom(up.openChannel(pop3, { timeoutMs: 100 }))).toMatchObject({ code: 'mail-server-silent' })
    allow()
    await waitUntil(() => closed, { what: 'the late channel to be closed' })
  })

  // ssh2-facts 14: forwardOut throws at once when disconnected.
  test('says that the connection is lost once it is', async () => {
    const up = await start({ forwarding: 'ignore' })
    const waiting = failureFrom(up.openChannel(pop3))
    for (const socket of ssh!.sockets) socket.destroy()
    expect(await waiting).toMatchObject({ code: 'connection-lost' })
    await up.closed
    expect(await failureFrom(up.openChannel(pop3))).toMatchObject({ code: 'connection-lost' })
  })

  test('does not wait for a peer that never answers again: the end of the connection rejects it', async () => {
    ssh = await startSshServer({ users: [{ name: 'bob', password: 'bob-password' }], forwarding: 'ignore' })
    const relay = await startTcpRelay(ssh.port)
    const up = await connect(connectOptions(relay.port))
    relay.vanish()
    const settled: string[] = []
    const opening = failureFrom(up.openChannel(pop3)).then(({ code }) => settled.push(code))
    const running = failureFrom(up.execute('true')).then(({ code }) => settled.push(code))
    await up.end().then(() => settled.push('ended'))
    await Promise.all([opening, running])
    expect(settled).toEqual(['connection-lost', 'connection-lost', 'ended'])
    await relay.stop()
  })

  test('rejects after the end of the connection too', async () => {
    const up = await start()
    await up.end()
    expect(await failureFrom(up.openChannel(pop3))).toMatchObject({ code: 'connection-lost' })
    expect(await failureFrom(up.execute('true'))).toMatchObject({ code: 'connection-lost' })
  })
})

describe('a connection that ends', () => {
  // ssh2-facts 14: after a killed server ssh2 emits `close` without `error`.
  test('is lost when the server closes it without a word', async () => {
    const up = await start()
    for (const socket of ssh!.sockets) socket.end()
    expect(await up.closed).toEqual({ code: 'connection-lost', host: '127.0.0.1', reason: 'server-closed' })
  })

  test('is lost when it is reset', async () => {
    const up = await start()
    for (const socket of ssh!.sockets) socket.resetAndDestroy()
    expect(await up.closed).toMatchObject({
      code: 'connection-lost',
      reason: 'network-error',
      said: expect.stringContaining('ECONNRESET') as string,
    })
  })

  test('destroys its channels with an error, so that half a message never looks whole', async () => {
    const mail = createServer((socket) => socket.on('error', () => undefined).write('half a mess'))
    mail.listen(0, '127.0.0.1')
    await once(mail, 'listening')
    const up = await start()
    const channel = await up.openChannel({ host: '127.0.0.1', port: (mail.address() as AddressInfo).port })
    let ended = false
    channel.on('end', () => (ended = true))
    const failed = once(channel, 'error')
    await once(channel.resume(), 'data')
    for (const socket of ssh!.sockets) socket.destroy()
    expect(await failed).toMatchObject([{ failure: { code: 'connection-lost' } }])
    expect(ended).toBe(false)
    mail.close()
  })

  test('is no failure after `end`', async () => {
    const up = await start()
    await up.end()
    expect(await up.closed).toBeUndefined()
  })
})
