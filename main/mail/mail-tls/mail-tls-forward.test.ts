import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { connect as tlsConnect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import type { ForwardEvent, ForwardListener, ListenerOptions } from '../../ssh/forward/listener.ts'
import { closedEvent, forwardHarness, textOf } from '../../testing/forward-harness.ts'
import { scriptServer, type ScriptedServer } from '../../testing/scripted-mail-server.ts'
import type { SshServer } from '../../testing/ssh-server.ts'
import { propertyRuns } from '../../testing/property-runs.ts'
import { dialPort, endOf, readToEnd } from '../../testing/tcp-ends.ts'
import { authority } from '../../testing/test-certificates.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { encryptMail } from './encrypt-mail.ts'
import { clientCheckFor, lastWordsOf } from './mail-client-check.ts'
import type { MailTlsOptions } from './mail-tls.ts'

const { connectTo, listen, startMail, startSsh } = forwardHarness()
const roots = [authority]

interface Started {
  readonly forward: ForwardListener
  readonly events: readonly ForwardEvent[]
  readonly ssh: SshServer
}

/** A forward that brings TLS to a mail server that follows `script`. */
const start = async (
  script: (server: ScriptedServer) => Promise<unknown>,
  change: Partial<MailTlsOptions> = {},
  listener: Partial<ListenerOptions> = {},
): Promise<Started> => {
  const mail = await startMail((socket) => {
    script(scriptServer(socket)).catch(() => undefined)
  })
  const { forward, events } = await listen(mail.port, {
    prepare: (channel, signal) =>
      encryptMail(channel, {
        mode: 'tls',
        protocol: 'imap',
        destination: 'mail:993',
        name: 'mail.example.org',
        roots,
        judge: ({ faults }) => (faults.length === 0 ? undefined : { code: 'program-fault', said: faults.join(' ') }),
        timeoutMs: 20_000,
        signal,
        ...change,
      }),
    lastWords: lastWordsOf('imap'),
    clientCheck: clientCheckFor({ service: 'imap', mailTls: 'tls', destinationPort: 143 }),
    ...listener,
  })
  const ssh = await startSsh()
  forward.attach(await connectTo(ssh))
  return { forward, events, ssh }
}

/** Greets inside TLS, and goes on by `then`. */
const greets =
  (then: (tls: TLSSocket) => unknown = () => undefined) =>
  async (server: ScriptedServer): Promise<void> => {
    const tls = await server.secure()
    tls.write('* OK ready\r\n')
    await then(tls)
  }

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('a forward with TLS inside', () => {
  test('carries 16 MiB each way at once, byte for byte, to a slow reader on each side', async () => {
    const [down, up] = [randomBytes(16 * 1024 * 1024), randomBytes(16 * 1024 * 1024)]
    let received: Buffer | undefined
    const { forward, events } = await start(
      greets(async (tls) => {
        tls.end(down)
        received = await readToEnd(tls)
      }),
    )
    const client = await dialPort(forward.port)
    client.end(up)
    const got = await readToEnd(client)
    expect(got.subarray(0, 12).toString()).toBe('* OK ready\r\n')
    expect(hashOf(got.subarray(12))).toBe(hashOf(down))
    await waitUntil(() => received !== undefined, { what: 'the mail server to have all' })
    expect(hashOf(received!)).toBe(hashOf(up))
    expect(await closedEvent(events)).toMatchObject({ ending: 'finished', bytesIn: down.length + 12, bytesOut: up.length })
  }, 60_000)

  test('passes the end of the mail client on, and the mail server still answers', async () => {
    const { forward, events } = await start(greets(async (tls) => tls.end(`heard ${(await readToEnd(tls)).toString()}`)))
    const client = await dialPort(forward.port)
    client.end('QUIT')
    expect((await readToEnd(client)).toString()).toBe('* OK ready\r\nheard QUIT')
    expect(await closedEvent(events)).toMatchObject({ ending: 'finished' })
  })

  test('passes the end of the mail server on, and the mail client can still speak', async () => {
    let heard = ''
    const { forward, events } = await start(
      greets(async (tls) => {
        tls.end('* BYE\r\n')
        heard = (await readToEnd(tls)).toString()
      }),
    )
    const client = await dialPort(forward.port)
    expect((await readToEnd(client)).toString()).toBe('* OK ready\r\n* BYE\r\n')
    client.end('still here')
    await closedEvent(events)
    await waitUntil(() => heard !== '', { what: 'the last words' })
    expect(heard).toBe('still here')
  })

  test('a slow mail client reads all that came before the mail server closed', async () => {
    const mail = randomBytes(1024 * 1024)
    const { forward, events } = await start(
      greets(async (tls) => {
        tls.write(mail)
        tls.resume().end()
        await once(tls, 'finish')
        tls.destroy()
      }),
    )
    const client = await dialPort(forward.port)
    await settled(() => forward.counters().bytesIn)
    expect(hashOf((await readToEnd(client)).subarray(12))).toBe(hashOf(mail))
    client.end()
    await closedEvent(events)
  })

  test('resets the mail client when the SSH connection is lost in a message, also between two records', async () => {
    const { forward, events, ssh } = await start(greets((tls) => tls.write('half a mess')))
    const client = await dialPort(forward.port)
    await once(client, 'data')
    for (const socket of ssh.sockets) socket.destroy()
    expect(await endOf(client)).toBe('reset')
    expect(await closedEvent(events)).toMatchObject({ ending: 'reset-by-server' })
  })

  test('ends the mail client when the mail server resets, as without TLS', async () => {
    let reset = (): unknown => undefined
    const { forward, events } = await start(async (server) => {
      reset = () => server.socket.resetAndDestroy()
      await greets()(server)
    })
    const client = await dialPort(forward.port)
    await once(client, 'data')
    reset()
    await endOf(client)
    client.end()
    await closedEvent(events)
  })

  test('passes the reset of a mail client on', async () => {
    let tls: TLSSocket | undefined
    const { forward, events } = await start(greets((begun) => (tls = begun.resume())))
    const client = await dialPort(forward.port)
    await once(client, 'data')
    client.resetAndDestroy()
    await waitUntil(() => tls?.readableEnded === true, { what: 'the mail server to be left' })
    expect(await closedEvent(events)).toMatchObject({ ending: 'reset-by-client' })
  })

  test('keeps a mail client back whose mail server does not read', async () => {
    const { forward } = await start(greets((tls) => tls.pause()))
    const client = await dialPort(forward.port)
    await once(client, 'data')
    const sent = await fill(client, 64 * 1024 * 1024)
    expect(sent).toBeLessThan(48 * 1024 * 1024)
    expect(forward.counters().bytesOut).toBeLessThan(16 * 1024 * 1024)
  }, 30_000)

  test('keeps a mail server back whose mail client does not read', async () => {
    let written = 0
    const { forward } = await start(
      greets(async (tls) => {
        const chunk = Buffer.alloc(1024 * 1024)
        while (written < 256 * 1024 * 1024 && !tls.destroyed) {
          if (!tls.write(chunk)) await once(tls, 'drain')
          written += chunk.length
        }
      }),
    )
    const client = await dialPort(forward.port)
    client.pause()
    await settled(() => written)
    expect(written).toBeLessThan(64 * 1024 * 1024)
  }, 30_000)

  test('serves 1,000 connections at once, or a tenth in a quick run', async () => {
    const { forward, events } = await start(
      greets((tls) => tls.pipe(tls)),
      {},
      { limits: { heldSockets: 1000, heldMs: 120_000 } },
    )
    const clients: Socket[] = []
    const count = propertyRuns(1000)
    for (let begun = 0; begun < count; begun += 50)
      clients.push(
        ...(await Promise.all(
          Array.from({ length: 50 }, async () => {
            const client = await dialPort(forward.port)
            expect(await textOf(client)).toBe('* OK ready\r\n')
            return client
          }),
        )),
      )
    expect(forward.counters().openConnections).toBe(count)
    const answers = clients.map(textOf)
    clients.forEach((client, index) => client.write(`number ${index}\r\n`))
    expect(await Promise.all(answers)).toEqual(clients.map((_, index) => `number ${index}\r\n`))
    for (const client of clients) client.destroy()
    await waitUntil(() => forward.counters().openConnections === 0, { what: 'all to be gone' })
    expect(events.filter(({ type }) => type === 'channel-failed')).toEqual([])
  }, 120_000)
})

/** Waits until a number has stayed the same for half a second, and returns it. */
const settled = async (read: () => number): Promise<number> => {
  for (let last = -1; ;) {
    const now = read()
    if (now === last) return now
    last = now
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Writes up to `most` bytes, and returns how many the kernel took before it would take no more. */
const fill = async (socket: Socket, most: number): Promise<number> => {
  const chunk = Buffer.alloc(256 * 1024)
  for (let sent = 0; sent < most; sent += chunk.length) socket.write(chunk)
  return await settled(() => socket.bytesWritten - socket.writableLength)
}

describe('before TLS stands', () => {
  test('10 MiB of a mail client wait in its own socket, and go on once it does', async () => {
    let secured = (): void => undefined
    const allowed = new Promise<void>((resolve) => (secured = resolve))
    let received = 0
    let plain = 0
    const { forward } = await start(
      async (server) => {
        server.send('* OK [CAPABILITY STARTTLS] hello\r\n')
        await server.line()
        plain = server.socket.bytesRead
        await allowed
        plain = server.socket.bytesRead - plain
        server.send('postern OK begin\r\n')
        const tls = await server.secure()
        tls.on('data', (chunk: Buffer) => (received += chunk.length))
      },
      { mode: 'starttls' },
    )
    const client = await dialPort(forward.port)
    const size = 10 * 1024 * 1024
    const heapBefore = process.memoryUsage().arrayBuffers
    client.write(Buffer.alloc(size))
    await settled(() => client.writableLength)
    expect(forward.counters()).toMatchObject({ waitingConnections: 1, bytesOut: 0 })
    // What the test itself holds of it is the rest of the 10 MiB.
    expect(process.memoryUsage().arrayBuffers - heapBefore).toBeLessThan(size + 2 * 1024 * 1024)
    secured()
    await waitUntil(() => received === size, { what: 'all bytes of the client', timeoutMs: 20_000 })
    expect(plain).toBe(0)
  }, 30_000)

  test('a mail client that leaves ends the attempt', async () => {
    let socket: Socket | undefined
    const { forward, events } = await start(
      (server) => {
        socket = server.socket
        return new Promise(() => undefined)
      },
      { mode: 'starttls' },
    )
    const client = await dialPort(forward.port)
    await waitUntil(() => socket !== undefined, { what: 'the channel' })
    client.resetAndDestroy()
    await waitUntil(() => socket?.destroyed === true || socket?.readableEnded === true, { what: 'the mail server to be left' })
    expect(forward.counters().waitingConnections).toBe(0)
    expect(events).toEqual([])
  })

  test('the loss of the SSH connection holds the mail client for the next one', async () => {
    let attempts = 0
    const { forward, events, ssh } = await start(
      async (server) => {
        attempts += 1
        if (attempts === 1) {
          server.send('* OK hello\r\n')
          return
        }
        server.send('* OK hello\r\n')
        await server.line()
        server.send('postern OK begin\r\n')
        await server.secure()
      },
      { mode: 'starttls' },
    )
    const client = await dialPort(forward.port)
    await waitUntil(() => attempts === 1, { what: 'the first attempt' })
    for (const socket of ssh.sockets) socket.destroy()
    await waitUntil(() => events.length > 0, { what: 'the socket to be held' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
    forward.attach(await connectTo(await startSsh()))
    expect(await textOf(client)).toBe('* OK hello\r\n')
  })

  test.each([
    ['imap', /^\* BYE Postern: .*mail:993.*\r\n$/],
    ['pop3', /^-ERR \[SYS\/TEMP\] Postern: .*\r\n$/],
    ['smtp', /^421 localhost Postern: .*\r\n$/],
  ] as const)('a failure is a last line of %s, and a close', async (protocol, line) => {
    const { forward, events } = await start(
      async (server) => {
        server.send('* OK [CAPABILITY IMAP4rev1] no TLS here\r\n')
        await server.line()
      },
      { mode: 'starttls' },
      { lastWords: lastWordsOf(protocol) },
    )
    const client = await dialPort(forward.port)
    client.write('a LOGIN alice secret\r\n')
    expect((await readToEnd(client)).toString()).toMatch(line)
    expect(events).toMatchObject([{ type: 'channel-failed', failure: { code: 'mail-tls-failed', reason: 'not-offered' } }])
    client.end()
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be closed' })
  })
})

describe('a mail client that does not fit the port', () => {
  test.each([
    ['where Postern brings TLS', 'tls'],
    ['where there is none', 'none'],
  ] as const)('and speaks TLS is told so by an alert, and nothing of it goes on: %s', async (_where, mailTls) => {
    let heard = 0
    const script = async (server: ScriptedServer): Promise<void> => {
      if (mailTls === 'none') server.send('* OK hello\r\n')
      else (await server.secure()).on('data', (chunk: Buffer) => (heard += chunk.length)).write('* OK hello\r\n')
      server.socket.on('data', () => (heard += mailTls === 'none' ? 1 : 0))
    }
    const { forward, events } = await start(
      script,
      {},
      {
        clientCheck: clientCheckFor({ service: 'imap', mailTls, destinationPort: 143 }),
        ...(mailTls === 'none' ? { prepare: undefined } : {}),
      },
    )
    const client = await dialPort(forward.port)
    await once(client, 'data')
    const secure = tlsConnect({ socket: client, rejectUnauthorized: false })
    const [error] = (await once(secure, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')
    expect(await closedEvent(events)).toMatchObject({ ending: 'turned-away', bytesOut: 0 })
    expect(events.map(({ type }) => type)).toContain('client-misfit')
    expect(heard).toBe(0)
  })

  test('and waits in plain where the mail server waits for TLS is told so, and closed', async () => {
    const { silence } = clientCheckFor({ service: 'imaps', mailTls: 'none', destinationPort: 993 })!
    const { forward, events } = await start(
      () => new Promise(() => undefined),
      {},
      { prepare: undefined, clientCheck: { judge: () => undefined, silence: { ...silence!, ms: 50 } } },
    )
    const client = await dialPort(forward.port)
    expect((await readToEnd(client)).toString()).toMatch(/^\* BYE Postern: .*SSL\/TLS\.\r\n$/)
    client.end()
    expect(await closedEvent(events)).toMatchObject({ ending: 'turned-away' })
    expect(events).toContainEqual({ type: 'client-misfit', fault: 'waits-for-plain' })
  })

  test('is found at no port of an unknown kind, and a TLS client passes where the mail server speaks TLS', () => {
    expect(clientCheckFor({ service: 'other', mailTls: 'none', destinationPort: 4000 })).toBeUndefined()
    const hello = Buffer.of(0x16, 0x03, 0x01)
    expect(clientCheckFor({ service: 'imaps', mailTls: 'none', destinationPort: 993 })?.judge(hello)).toBeUndefined()
    expect(clientCheckFor({ service: 'imaps', mailTls: 'tls', destinationPort: 993 })?.judge(hello)?.fault).toBe('speaks-tls')
  })
})
