import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { capture, forwardHarness } from '../../testing/forward-harness.ts'
import { dialPort, endOf, fateAt } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'

const { connectTo, listen, startGreeter, startMail, startSsh } = forwardHarness()

/** The sockets and timers that a forward could leave behind. Files and messages of the test runner are not counted. */
const socketsAndTimers = (): number => process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind)).length

describe('a forward whose channel is not opened', () => {
  test.each([
    ['prohibit', 'forwarding-prohibited'],
    ['refuse', 'mail-server-refused'],
    ['ignore', 'mail-server-silent'],
  ] as const)('resets the socket and reports, where the server would %s', async (forwarding, code) => {
    const { forward, events } = await listen(110, { channelTimeoutMs: 200 })
    forward.attach(await connectTo(await startSsh({ forwarding })))
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events).toMatchObject([{ type: 'channel-failed', failure: { code } }])
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
    expect(forward.counters()).toMatchObject({ totalConnections: 0, refusedConnections: 0 })
  })

  test('closes a channel that comes when the mail client has just gone', async () => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const { connection, channels } = capture(await connectTo(server))
    const client = await dialPort(forward.port)
    forward.attach({
      ...connection,
      openChannel: async (destination) => {
        const channel = await connection.openChannel(destination)
        client.resetAndDestroy()
        await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the mail client to be missed' })
        return channel
      },
    })
    await waitUntil(() => channels[0]?.destroyed === true, { what: 'the channel to be closed' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
  })
})

describe('who may use a forward', () => {
  test.each([
    ['is another user', () => false],
    [
      'cannot be determined',
      () => {
        throw new Error('the OS does not answer')
      },
    ],
  ])('resets a socket whose owner %s, before a byte is read', async (_who, admit) => {
    const server = await startSsh()
    let stranger: Socket | undefined
    const { forward, events } = await listen(110, {
      admit: (socket) => {
        stranger = socket
        return admit()
      },
    })
    forward.attach(await connectTo(server))
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events).toEqual([{ type: 'refused', reason: 'other-user' }])
    expect(stranger?.bytesRead).toBe(0)
    expect(server.requested).toEqual([])
  })
})

describe('close', () => {
  test('leaves no socket, channel or timer behind', async () => {
    const mail = await startMail((socket) => socket.resume().write(Buffer.alloc(8 * 1024 * 1024)))
    const server = await startSsh()
    const connection = await connectTo(server)
    const idle = socketsAndTimers()
    const sockets: Socket[] = []
    const { forward, events } = await listen(mail.port, {
      admit: (socket) => {
        sockets.push(socket)
        return true
      },
    })
    forward.attach(connection)
    const clients = [await dialPort(forward.port), await dialPort(forward.port)]
    await waitUntil(() => forward.counters().bytesIn > 0 && forward.counters().openConnections === 2, { what: 'two messages' })
    forward.detach()
    clients.push(await dialPort(forward.port))
    await waitUntil(() => forward.counters().waitingConnections === 1, { what: 'a held socket' })

    await Promise.all([forward.close(), forward.close()])
    expect(sockets.map(({ closed }) => closed)).toEqual([true, true, true])
    expect(forward.counters()).toMatchObject({ openConnections: 0, waitingConnections: 0 })
    expect(events.filter(({ type }) => type === 'closed')).toMatchObject([
      { ending: 'listener-closed' },
      { ending: 'listener-closed' },
    ])
    await Promise.all(clients.map(endOf))
    // A client that received an end of file is still open on its own side.
    for (const client of clients) client.destroy()
    await expect(dialPort(forward.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await waitUntil(() => mail.sockets.size === 0, { what: 'the end at the mail server' })
    // Waiting itself has one timer.
    await waitUntil(() => socketsAndTimers() <= idle + 1, { what: 'every socket and timer to be released' })
  })

  test('ends a channel that is being opened', async () => {
    const server = await startSsh({ forwarding: 'ignore' })
    const { forward } = await listen(110)
    forward.attach(await connectTo(server))
    const client = await dialPort(forward.port)
    await waitUntil(() => server.requested.length === 1, { what: 'the channel to be asked for' })
    await forward.close()
    expect(await endOf(client)).toBe('reset')
  })
})

describe('a port', () => {
  test('that is taken fails with that reason', async () => {
    const { forward } = await listen(110)
    const error: unknown = await listen(110, { bindPort: forward.port }).catch((reason: unknown) => reason)
    expect(failureOf(error)).toEqual({ code: 'port-taken', port: forward.port })
  })

  test('stays bound without a connection', async () => {
    const { forward } = await listen(110)
    forward.attach(await connectTo(await startSsh()))
    forward.detach()
    forward.refuse()
    const error: unknown = await listen(110, { bindPort: forward.port }).catch((reason: unknown) => reason)
    expect(failureOf(error)?.code).toBe('port-taken')
  })
})
