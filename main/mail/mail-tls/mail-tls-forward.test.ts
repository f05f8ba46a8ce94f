import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { closedEvent, textOf } from '../../testing/forward-harness.ts'
import { mailTlsForwardHarness, settled } from '../../testing/mail-tls-forward-harness.ts'
import { propertyRuns } from '../../testing/property-runs.ts'
import type { ScriptedServer } from '../../testing/scripted-mail-server.ts'
import { dialPort, endOf, readToEnd } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'

const { start } = mailTlsForwardHarness()

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

/** Writes up to `most` bytes, and returns how many the kernel took before it would take no more. */
const fill = async (socket: Socket, most: number): Promise<number> => {
  const chunk = Buffer.alloc(256 * 1024)
  for (let sent = 0; sent < most; sent += chunk.length) socket.write(chunk)
  return await settled(() => socket.bytesWritten - socket.writableLength)
}
