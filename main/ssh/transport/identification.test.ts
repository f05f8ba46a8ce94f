import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { connectOptions } from '../../testing/connect-options.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import { startTcpRelay } from '../../testing/tcp-relay.ts'
import { connect } from '../connect.ts'

const users = [{ name: 'bob', password: 'bob-password' }]
let server: Server | undefined
const serve = async (onSocket: (socket: Socket) => void): Promise<number> => {
  server = createServer((socket) => {
    socket.on('error', () => undefined).resume()
    onSocket(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
afterEach(() => server?.close())

describe('the identification line of a server', () => {
  // ssh2-facts 13: ssh2 alone fails where the line comes in three segments or more.
  test('is understood when each byte comes in a segment of its own', async () => {
    const ssh = await startSshServer({ users })
    const relay = await startTcpRelay(ssh.port, { dribble: 60 })
    const connection = await connect(connectOptions(relay.port))
    expect(connection.facts.serverSoftware).toMatch(/^ssh2js/)
    await connection.end()
    await relay.stop()
    await ssh.stop()
  })

  test('may have other lines before it (RFC 4253 section 4.2)', async () => {
    const ssh = await startSshServer({ users, ssh2: { greeting: 'Welcome.\r\nThis line too.' } })
    const relay = await startTcpRelay(ssh.port, { dribble: 80 })
    const connection = await connect(connectOptions(relay.port))
    expect(connection.facts.serverSoftware).toMatch(/^ssh2js/)
    await connection.end()
    await relay.stop()
    await ssh.stop()
  })

  test('is not that of a web server, whose words are shown as printable text', async () => {
    const port = await serve((socket) => socket.end('HTTP/1.1 400 \u001b[31mBad\u001b[0m Request\r\nConnection: close\r\n\r\n'))
    expect(await failureFrom(connect(connectOptions(port)))).toEqual({
      code: 'not-an-ssh-server',
      host: '127.0.0.1',
      port,
      said: 'HTTP/1.1 400 [31mBad[0m Request Connection: close',
    })
  })

  test('is not that of a server that sends text for ever', async () => {
    const port = await serve((socket) => {
      const line = `${'x'.repeat(1000)}\r\n`
      const say = (): void => {
        if (!socket.destroyed) socket.write(line, say)
      }
      say()
    })
    expect(await failureFrom(connect(connectOptions(port)))).toMatchObject({ code: 'not-an-ssh-server' })
  })

  test('is not that of SSH 1', async () => {
    const port = await serve((socket) => socket.write('SSH-1.5-old\n'))
    expect(await failureFrom(connect(connectOptions(port)))).toMatchObject({ code: 'not-an-ssh-server', said: 'SSH-1.5-old' })
  })

  test('never comes from a server that closes at once: the connection is lost, because it may still be an SSH server', async () => {
    const port = await serve((socket) => socket.end())
    expect(await failureFrom(connect(connectOptions(port)))).toMatchObject({ code: 'connection-lost' })
  })

  test('never comes from an sshd that is too busy: the failure has its own words', async () => {
    const port = await serve((socket) => socket.end('Exceeded MaxStartups\r\n'))
    expect(await failureFrom(connect(connectOptions(port)))).toEqual({
      code: 'connection-lost',
      host: '127.0.0.1',
      reason: 'server-busy',
      said: 'Exceeded MaxStartups',
    })
  })

  test('never comes from a server that is silent: the time is up', async () => {
    const port = await serve(() => undefined)
    expect(await failureFrom(connect(connectOptions(port, { connectTimeoutMs: 200 })))).toEqual({
      code: 'server-silent',
      host: '127.0.0.1',
      port,
      seconds: 0.2,
      reason: 'nothing-sent',
    })
  })

  test('never comes from a server that sends other text and goes silent: the time is up', async () => {
    const port = await serve((socket) => void socket.write('220 mail.example.org ESMTP'))
    expect(await failureFrom(connect(connectOptions(port, { connectTimeoutMs: 500 })))).toMatchObject({
      code: 'server-silent',
      reason: 'identification-late',
      said: '220 mail.example.org ESMTP',
    })
  })

  test('is waited for only as long as the caller wants', async () => {
    const controller = new AbortController()
    const reason = new Error('no longer wanted')
    // The first packet is our own line.
    const port = await serve((socket) => socket.once('data', () => controller.abort(reason)))
    await expect(connect(connectOptions(port, { signal: controller.signal }))).rejects.toBe(reason)
  })
})
