import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { AccountSchema } from '../../contract/account.ts'
import type { LocalForward, MailService } from '../../contract/local-forward.ts'
import { connect } from '../ssh/connect.ts'
import type { Connection } from '../ssh/connection.ts'
import { checkGreetingFor } from '../testing/check-greeting.ts'
import { freePort } from '../testing/free-port.ts'
import { scriptServer, type ScriptedServer } from '../testing/scripted-mail-server.ts'
import { startSshServer, type SshServer, type SshServerOptions } from '../testing/ssh-server.ts'
import * as certificates from '../testing/test-certificates.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const checkWithin = (timeoutMs: number) => checkGreetingFor([certificates.authority], timeoutMs)
const check = checkWithin(5000)
/** The SSH server is another machine than the mail server, which is 127.0.0.1 for it. */
const account = AccountSchema.parse({
  id: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11',
  name: 'Work',
  host: 'ssh.example.org',
  user: 'bob',
})
const checkGreeting = (connection: Connection, forward: LocalForward) => check(connection, account, forward)

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
/** A server that greets, and hangs up on whatever the client says. */
const say = (greeting: string | Buffer) => listen((socket) => void socket.once('data', () => socket.end()).write(greeting))

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
  ['imaps', '* OK but without TLS\r\n', { code: 'mail-tls-failed', reason: 'plain-text-instead', said: '* OK but without TLS' }],
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
      if (socket.writable) socket.write(Buffer.alloc(65_536, 'x'), more)
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
  const soon = checkWithin(300)
  expect(await soon(connection, account, forwardTo(port))).toMatchObject({ ok: false, failure })
  expect(await soon(connection, account, forwardTo(port, 'pop3s'))).toMatchObject({ ok: false, failure })
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

const scripted = (script: (server: ScriptedServer) => Promise<unknown>): Promise<number> =>
  listen((socket) => {
    // A script that the client leaves alone ends with it.
    script(scriptServer(socket)).catch(() => undefined)
  })

test.each<readonly [MailService, string, readonly (readonly [string, string])[], object]>([
  [
    'imap',
    '* OK GreenMail\r\n',
    [
      ['a CAPABILITY', '* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na OK done\r\n'],
      ['z LOGOUT', ''],
    ],
    { startTls: true, plainLogIn: false },
  ],
  ['imap', '* OK [CAPABILITY IMAP4rev1] ready\r\n', [['z LOGOUT', '']], { startTls: false, plainLogIn: true }],
  [
    'pop3',
    '+OK\r\n',
    [
      ['CAPA', '+OK\r\nSTLS\r\nUSER\r\n.\r\n'],
      ['QUIT', ''],
    ],
    { startTls: true, plainLogIn: true },
  ],
  [
    'submission',
    '220-first\r\n220 second\r\n',
    [
      ['EHLO [127.0.0.1]', '250-mail\r\n250 STARTTLS\r\n'],
      ['QUIT', ''],
    ],
    { startTls: true, plainLogIn: false },
  ],
])('asks a server for %s that greets with %j what it offers, once, and leaves', async (service, greeting, exchange, facts) => {
  const heard: string[] = []
  let hasLeft = false
  const port = await scripted(async (server) => {
    server.send(greeting)
    for (const [, answer] of exchange) {
      heard.push(await server.line())
      server.send(answer)
    }
    server.socket.on('end', () => (hasLeft = true)).end()
  })
  const { connection } = await connectTo()
  expect(await checkGreeting(connection, forwardTo(port, service))).toMatchObject({ ok: true, facts })
  await vi.waitFor(() => expect(hasLeft).toBe(true))
  expect(heard).toEqual(exchange.map(([command]) => command))
})

test('a server that answers the question without end, or hangs up on it, is shown without facts', async () => {
  const endless = await scripted(async (server) => {
    server.send('+OK\r\n')
    await server.line()
    const more = (): void => {
      if (server.socket.writable) server.socket.write('+OK\r\n'.padEnd(65_536, 'CAPA\r\n'), more)
    }
    more()
  })
  const short = await say('+OK\r\n')
  const { connection } = await connectTo()
  for (const port of [endless, short]) {
    const answer = await checkGreeting(connection, forwardTo(port))
    expect(answer).toMatchObject({ ok: true, greeting: '+OK' })
    expect(answer).not.toHaveProperty('facts')
  }
})

describe('a certificate', () => {
  const secureServer = (cert: string, requestCert = false) =>
    scripted(async (server) => {
      const tls = await server.secure({ cert, requestCert })
      tls.write('* OK ready\r\n')
    })
  const near = { ...account, host: 'mail.example.org' }

  test('that verifies is shown', async () => {
    const { connection } = await connectTo()
    const answer = await check(connection, near, forwardTo(await secureServer(certificates.valid), 'imaps'))
    expect(answer).toMatchObject({ ok: true, greeting: '* OK ready', certificate: { subject: 'mail.example.org' } })
    expect(answer).not.toHaveProperty('advice')
  })

  test.each([
    ['expired', certificates.expired],
    ['self-signed', certificates.selfSigned],
    ['not-for-servers', certificates.forClients],
    ['not-yet-valid', certificates.future],
  ] as const)('that is %s is advice where the mail app does TLS, and a failure where Postern does', async (reason, cert) => {
    const { connection } = await connectTo()
    const forward = forwardTo(await secureServer(cert), 'imaps')
    const own = await check(connection, near, forward)
    expect(own).toMatchObject({ ok: true, greeting: '* OK ready', advice: { reason, name: 'mail.example.org' } })
    const ours = await check(connection, near, { ...forward, mailTls: 'tls' })
    expect(ours).toMatchObject({ ok: false, failure: { code: 'certificate-refused', reason } })
  })

  test('must have the name that the person gave, or that of the account on the SSH server itself', async () => {
    const { connection } = await connectTo()
    const forward = forwardTo(await secureServer(certificates.valid), 'imaps')
    expect(await check(connection, account, forward)).toMatchObject({
      advice: { reason: 'other-name', name: 'ssh.example.org', names: ['mail.example.org', '192.0.2.1'] },
    })
    const named = { ...forward, certificateName: 'mail.example.org' }
    expect(await check(connection, account, named)).not.toHaveProperty('advice')
  })

  test('of a client that the server demands is a failure of its own, without a word of OpenSSL', async () => {
    const { connection } = await connectTo()
    const answer = await check(connection, near, forwardTo(await secureServer(certificates.valid, true), 'imaps'))
    expect(answer).toMatchObject({ ok: false, failure: { code: 'mail-tls-failed', reason: 'client-certificate-wanted' } })
    expect(JSON.stringify(answer)).not.toMatch(/SSL|error:/)
  })

  test('is judged behind STARTTLS of Postern, and nothing is asked inside TLS', async () => {
    const heard: string[] = []
    const port = await scripted(async (server) => {
      server.send('+OK ready\r\n')
      heard.push(await server.line())
      server.send('+OK\r\nSTLS\r\n.\r\n')
      heard.push(await server.line())
      server.send('+OK begin\r\n')
      const tls = await server.secure()
      tls.on('data', (data: Buffer) => heard.push(data.toString()))
    })
    const { connection } = await connectTo()
    const answer = await check(connection, near, { ...forwardTo(port), mailTls: 'starttls' })
    expect(answer).toMatchObject({ ok: true, greeting: '+OK ready', certificate: { subject: 'mail.example.org' } })
    expect(answer).not.toHaveProperty('facts')
    await vi.waitFor(() => expect(heard).toEqual(['CAPA', 'STLS', 'QUIT\r\n']))
  })
})
