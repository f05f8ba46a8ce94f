import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { forwardHarness, textOf } from '../../testing/forward-harness.ts'
import { dialPort, endOf, fateAt, readToEnd } from '../../testing/tcp-ends.ts'
import { waitUntil } from '../../testing/wait-until.ts'

const { connectTo, listen, startGreeter, startMail, startSsh } = forwardHarness()

describe('a forward without a connection', () => {
  test('holds sockets and serves them in order, with what they sent meanwhile', async () => {
    const { port, lines } = await startGreeter()
    const { forward, events } = await listen(port)
    const clients: Socket[] = []
    for (const name of ['first', 'second', 'third']) {
      const client = await dialPort(forward.port)
      client.write(name)
      clients.push(client)
    }
    await waitUntil(() => events.length === 3, { what: 'three held sockets' })
    expect(events).toEqual([1, 2, 3].map((heldConnections) => ({ type: 'held', heldConnections })))
    expect(forward.counters()).toMatchObject({ waitingConnections: 3, openConnections: 0 })
    forward.attach(await connectTo(await startSsh()))
    expect(await Promise.all(clients.map(textOf))).toEqual(['got first', 'got second', 'got third'])
    expect(lines).toEqual(['first', 'second', 'third'])
    expect(forward.counters()).toMatchObject({ waitingConnections: 0, openConnections: 3, bytesOut: 16 })
  })

  test('resets one socket above the limit, and keeps the others', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port, { limits: { heldSockets: 2, heldMs: 60_000 } })
    const kept = [await dialPort(forward.port), await dialPort(forward.port)]
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.at(-1)).toEqual({ type: 'refused', reason: 'too-many' })
    expect(forward.counters().refusedConnections).toBe(1)
    forward.attach(await connectTo(await startSsh()))
    for (const client of kept) client.write('hello')
    expect(await Promise.all(kept.map(textOf))).toEqual(['got hello', 'got hello'])
  })

  test('resets a socket whose time is over', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port, { limits: { heldSockets: 2, heldMs: 30 } })
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.at(-1)).toEqual({ type: 'refused', reason: 'held-too-long' })
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
  })

  test.each([
    ['ends', (client: Socket) => client.destroy()],
    ['resets', (client: Socket) => client.resetAndDestroy()],
  ])('forgets a mail client that %s its socket, and opens no channel for it', async (_how, leave) => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const client = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    leave(client)
    await waitUntil(() => forward.counters().waitingConnections === 0, { what: 'the socket to be forgotten' })
    forward.attach(await connectTo(server))
    const next = await dialPort(forward.port)
    next.write('hello')
    expect(await textOf(next)).toBe('got hello')
    expect(server.requested.length).toBe(1)
  })

  test('serves a mail client that has sent all its data and an end of file', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const client = await dialPort(forward.port)
    client.end('QUIT')
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    forward.attach(await connectTo(await startSsh()))
    expect((await readToEnd(client)).toString()).toBe('got QUIT')
  })

  test('serves a mail client that ends its side while the channel is being opened', async () => {
    const mail = await startMail((socket) => {
      socket.write('+OK ready')
      socket.on('end', () => socket.end()).resume()
    })
    const { forward, events } = await listen(mail.port)
    const client = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    const connection = await connectTo(await startSsh())
    forward.attach({
      ...connection,
      openChannel: async (destination) => {
        // Resolves when the kernel has sent the end of file.
        await new Promise<void>((resolve) => client.end(resolve))
        return await connection.openChannel(destination)
      },
    })
    expect((await readToEnd(client)).toString()).toBe('+OK ready')
  })

  test('resets held and new sockets after `refuse`, and holds new ones after `detach`', async () => {
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const held = await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    forward.refuse()
    expect(await endOf(held)).toBe('reset')
    expect(await fateAt(forward.port)).toBe('reset')
    expect(events.slice(1)).toEqual([1, 2].map(() => ({ type: 'refused', reason: 'not-connected' })))
    forward.detach()
    await dialPort(forward.port)
    await waitUntil(() => events.at(-1)?.type === 'held', { what: 'a held socket' })
  })

  test('holds a socket again when its connection goes while the channel is being opened', async () => {
    const silent = await startSsh({ forwarding: 'ignore' })
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    forward.attach(await connectTo(silent))
    const client = await dialPort(forward.port)
    client.write('hello')
    await waitUntil(() => silent.requested.length === 1, { what: 'the channel to be asked for' })
    for (const socket of silent.sockets) socket.destroy()
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
    forward.attach(await connectTo(await startSsh()))
    expect(await textOf(client)).toBe('got hello')
  })

  test('serves sockets in the order in which they dialled, even one that is held for the second time', async () => {
    const silent = await startSsh({ forwarding: 'ignore' })
    const { port, lines } = await startGreeter()
    const { forward, events } = await listen(port)
    forward.attach(await connectTo(silent))
    const first = await dialPort(forward.port)
    first.write('first')
    await waitUntil(() => silent.requested.length === 1, { what: 'the channel to be asked for' })
    forward.detach()
    const second = await dialPort(forward.port)
    second.write('second')
    await waitUntil(() => events.length === 1, { what: 'the second to be held' })
    for (const socket of silent.sockets) socket.destroy()
    await waitUntil(() => events.length === 2, { what: 'the first to be held again' })
    forward.attach(await connectTo(await startSsh()))
    await Promise.all([textOf(first), textOf(second)])
    expect(lines).toEqual(['first', 'second'])
  })

  test('holds by itself once its connection has gone', async () => {
    const server = await startSsh()
    const { port } = await startGreeter()
    const { forward, events } = await listen(port)
    const connection = await connectTo(server)
    forward.attach(connection)
    for (const socket of server.sockets) socket.destroy()
    await connection.closed
    await dialPort(forward.port)
    await waitUntil(() => events.length === 1, { what: 'the held socket' })
    expect(events).toEqual([{ type: 'held', heldConnections: 1 }])
  })
})
