import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { closedEvent, textOf } from '../../testing/forward-harness.ts'
import { mailTlsForwardHarness, settled } from '../../testing/mail-tls-forward-harness.ts'
import type { ScriptedServer } from '../../testing/scripted-mail-server.ts'
import { dialPort, readToEnd } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { clientCheckFor, lastWordsOf } from './mail-client-check.ts'

const { connectTo, start, startSsh } = mailTlsForwardHarness()

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
        clientCheck: clientCheckFor({ service: 'imap', mailTls }),
        ...(mailTls === 'none' ? { prepare: undefined } : {}),
      },
    )
    const client = await dialPort(forward.port)
    await once(client, 'data')
    const secure = tlsConnect({ socket: client, rejectUnauthorized: false })
    const [error] = (await once(secure, 'error')) as [NodeJS.ErrnoException]
    // OpenSSL 3.5, which Node 24 has, names it anew.
    expect(error.code).toMatch(/^ERR_SSL_SSL(?:V3|\/TLS)_ALERT_HANDSHAKE_FAILURE$/)
    expect(await closedEvent(events)).toMatchObject({ ending: 'turned-away', bytesOut: 0 })
    expect(events.map(({ type }) => type)).toContain('client-misfit')
    expect(heard).toBe(0)
  })

  test('and waits in plain where the mail server waits for TLS is told so, and closed', async () => {
    const { silence } = clientCheckFor({ service: 'imaps', mailTls: 'none' })!
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
    expect(clientCheckFor({ service: 'other', mailTls: 'none' })).toBeUndefined()
    const hello = Buffer.of(0x16, 0x03, 0x01)
    expect(clientCheckFor({ service: 'imaps', mailTls: 'none' })?.judge(hello)).toBeUndefined()
    expect(clientCheckFor({ service: 'imaps', mailTls: 'tls' })?.judge(hello)?.fault).toBe('speaks-tls')
  })
})
