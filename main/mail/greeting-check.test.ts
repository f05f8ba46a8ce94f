import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { LocalForward, MailService } from '../../contract/local-forward.ts'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { freePort } from '../testing/free-port.ts'
import { startSshServer, type SshServer, type SshServerOptions } from '../testing/ssh-server.ts'
import { checkGreeting, greetingCheckWithin } from './greeting-check.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const listen = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const connectTo = async (options: Partial<SshServerOptions> = {}): Promise<{ connection: Connection; server: SshServer }> => {
  const server = await startSshServer({ users: [{ name: 'bob', password: 'bobs' }], ...options })
  closing.push(server.stop)
  const connection = await connect({
    host: server.host,
    port: server.port,
    user: 'bob',
    knownKeyTypes: [],
    compression: false,
    authentication: [{ type: 'password', password: () => Promise.resolve('bobs') }],
    judgeHostKey: () => ({ verdict: 'trusted' }),
    connectTimeoutMs: 10_000,
    logInTimeoutMs: 120_000,
    keepaliveMs: 15_000,
    keepaliveTimeoutMs: 15_000,
  })
  closing.push(() => connection.end())
  return { connection, server }
}

const forwardTo = (destinationPort: number, service: MailService = 'pop3'): LocalForward => ({
  id: service,
  service,
  bindAddress: '127.0.0.1',
  bindPort: 11_110,
  destinationHost: '127.0.0.1',
  destinationPort,
  enabled: true,
  mailTls: 'none',
})
const say = (greeting: string | Buffer) => listen((socket) => socket.write(greeting))

test.each([
  ['pop3', '+OK ready\r\n', 'pop3'],
  ['imap', '* OK ready\r\n', 'imap'],
  ['submission', '220-first\r\n220 second\r\n', 'submission'],
  ['other', '220 mail\r\n', 'smtp'],
  ['other', 'SSH-2.0-x\r\n', 'unknown'],
] as const)('shows the greeting of a server for %s: %j', async (service, greeting, recognised) => {
  const { connection } = await connectTo()
  const forward = forwardTo(await say(greeting), service)
  const first = greeting.split('\r\n')[0]
  expect(await checkGreeting(connection, forward)).toEqual({ forward, ok: true, greeting: first, recognised })
})

test.each([
  ['pop3', '* OK IMAP\r\n', { code: 'greeting-unexpected', expected: 'pop3', said: '* OK IMAP' }],
  ['imap', 'SSH-2.0-OpenSSH\r\n', { code: 'greeting-unexpected', expected: 'imap', said: 'SSH-2.0-OpenSSH' }],
  ['smtp', '554 not here\r\n', { code: 'mail-server-refused', reason: 'unwelcome', said: '554 not here' }],
  ['imaps', '* OK but without TLS\r\n', { code: 'greeting-unexpected', expected: 'tls', said: '* OK but without TLS' }],
] as const)('for %s and %j is a failure', async (service, greeting, failure) => {
  const { connection } = await connectTo()
  const port = await say(greeting)
  expect(await checkGreeting(connection, forwardTo(port, service))).toMatchObject({
    ok: false,
    failure: { ...failure, destination: `127.0.0.1:${port}` },
  })
})

test('shows only printable text, and at most one line', async () => {
  const { connection } = await connectTo()
  const port = await say('+OK \u001b[31mred\u0007 \u202egnp.exe\u0000\r\nsecond line\r\n')
  expect(await checkGreeting(connection, forwardTo(port))).toMatchObject({ greeting: '+OK [31mred gnp.exe' })
})

test('reads no more than 4 KiB of a server that sends without end', async () => {
  let sent = 0
  const port = await listen((socket) => {
    const more = (): void => {
      sent += 65_536
      if (!socket.destroyed) socket.write(Buffer.alloc(65_536, 'x'), more)
    }
    socket.write('+OK ', more)
  })
  const { connection } = await connectTo()
  const check = await checkGreeting(connection, forwardTo(port))
  expect(check).toMatchObject({ ok: true, greeting: `+OK ${'x'.repeat(508)}…` })
  // The bytes that are already in sockets and in the channel's window may still arrive, but no more.
  expect(sent).toBeLessThan(32 * 1024 * 1024)
})

test('accepts a greeting that comes in pieces, or ends without a line end', async () => {
  const { connection } = await connectTo()
  const pieces = await listen((socket) => {
    socket.write('+O')
    setTimeout(() => socket.write('K re'), 30)
    setTimeout(() => socket.end('ady'), 60)
  })
  expect(await checkGreeting(connection, forwardTo(pieces))).toMatchObject({ greeting: '+OK ready' })
})

test('a server that says nothing is silent', async () => {
  const { connection } = await connectTo()
  const port = await listen(() => undefined)
  const failure = { code: 'mail-server-silent', destination: `127.0.0.1:${port}`, seconds: 0.3 }
  const check = greetingCheckWithin(300)
  expect(await check(connection, forwardTo(port))).toMatchObject({ ok: false, failure })
  expect(await check(connection, forwardTo(port, 'pop3s'))).toMatchObject({ ok: false, failure })
})

test('a server that hangs up at once has refused', async () => {
  const { connection } = await connectTo()
  const port = await listen((socket) => socket.end())
  const failure = { code: 'mail-server-refused', reason: 'closed-without-greeting' }
  expect(await checkGreeting(connection, forwardTo(port))).toMatchObject({ ok: false, failure })
  expect(await checkGreeting(connection, forwardTo(port, 'imaps'))).toMatchObject({ ok: false, failure })
})

test('a closed port is a refusal by the mail server; a prohibited forward is not', async () => {
  const { connection } = await connectTo()
  const port = await freePort()
  expect(await checkGreeting(connection, forwardTo(port))).toMatchObject({ failure: { code: 'mail-server-refused' } })
  const prohibiting = await connectTo({ forwarding: 'prohibit' })
  expect(await checkGreeting(prohibiting.connection, forwardTo(port))).toMatchObject({ failure: { code: 'forwarding-prohibited' } })
})

test.each(['pop3', 'pop3s'] as const)('a connection that is lost meanwhile is not the fault of %s', async (service) => {
  const { connection, server } = await connectTo()
  const port = await listen(() => undefined)
  // Only once the channel is open: before that, opening it fails.
  const openChannel: typeof connection.openChannel = async (...parameters) => {
    const channel = await connection.openChannel(...parameters)
    for (const socket of server.sockets) socket.destroy()
    return channel
  }
  expect(await checkGreeting({ ...connection, openChannel }, forwardTo(port, service))).toMatchObject({
    ok: false,
    failure: { code: 'connection-lost' },
  })
})
