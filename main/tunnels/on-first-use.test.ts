import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { freePort } from '../testing/free-port.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { answer, nowhere, waitingHarness } from '../testing/waiting-harness.ts'

const { closeAfter, dialled, dials, greeting, key, startServer, waitingTunnelTo } = waitingHarness()

describe('a tunnel on first use', () => {
  test('binds its ports, and does not connect until a mail client calls', async () => {
    const { status, forward, lines } = await waitingTunnelTo(await startServer())
    expect(status().state).toEqual({ name: 'waiting' })
    expect(forward()).toMatchObject({ listener: { name: 'listening' }, lights: { ssh: 'down', forward: 'unknown' } })
    expect(dials()).toBe(0)
    expect(lines.map(({ entry }) => entry)).toEqual([{ name: 'waiting' }])
  })

  test('serves the first call, hangs up after a linger without calls, and keeps its ports for the next one', async () => {
    const server = await startServer()
    const { port, otherPort, forward, reaches, stateNames } = await waitingTunnelTo(server, { lingerSeconds: 0.1 })
    for (const [round, at] of [port, otherPort].entries()) {
      const client = await dialled(at)
      expect(String((await once(client, 'data'))[0])).toBe(answer)
      client.write('12345')
      expect(String((await once(client, 'data'))[0])).toBe('12345')
      expect(forward(round).lights).toEqual({ ssh: 'up', forward: 'allowed', mailServer: 'answers' })
      client.destroy()
      await reaches('waiting')
      await waitUntil(() => server.sockets.size === 0, { what: 'the SSH server to see the end' })
      expect(forward(round)).toMatchObject({ listener: { name: 'listening' }, lights: { ssh: 'down' } })
    }
    expect(dials()).toBe(2)
    expect(stateNames()).toEqual(['waiting', 'connecting', 'connected', 'waiting', 'connecting', 'connected', 'waiting'])
  })

  test('stays connected for a connected mail client, and for one that calls during the linger', async () => {
    const { port, otherPort, forward, stateNames } = await waitingTunnelTo(await startServer(), { lingerSeconds: 1 })
    const first = await dialled(port)
    await once(first, 'data')
    first.destroy()
    await waitUntil(() => forward(0).traffic.openConnections === 0, { what: 'the first mail client to be gone' })
    const second = await dialled(otherPort)
    await once(second, 'data')
    // Longer than the linger, which would have ended it.
    await sleep(1500)
    second.write('still there')
    expect(String((await once(second, 'data'))[0])).toBe('still there')
    expect(stateNames()).toEqual(['waiting', 'connecting', 'connected'])
    expect(dials()).toBe(1)
  })

  test('serves a mail client that calls while the tunnel hangs up, through a new connection', async () => {
    const { port, events, stateNames } = await waitingTunnelTo(await startServer(), { lingerSeconds: 0.05 })
    const second = new Promise<string>((resolve) => {
      events.on('TunnelStateChanged', ({ state }) => {
        if (state.name === 'waiting') resolve(greeting(port))
      })
    })
    const first = await dialled(port)
    await once(first, 'data')
    first.destroy()
    expect(await second).toBe(answer)
    expect(dials()).toBe(2)
    expect(stateNames().slice(0, 6)).toEqual(['waiting', 'connecting', 'connected', 'waiting', 'connecting', 'connected'])
  })

  test('lingers as in the settings at the time when the last mail client hangs up', async () => {
    const { port, settings, reaches } = await waitingTunnelTo(await startServer(), { lingerSeconds: null })
    const client = await dialled(port)
    await once(client, 'data')
    settings.lingerSeconds = 0.05
    client.destroy()
    await reaches('waiting')
  })

  test('lingers as its account is set, where that has a setting', async () => {
    const { port, reaches } = await waitingTunnelTo(await startServer(), { lingerSeconds: null }, { lingerSeconds: 1 })
    const client = await dialled(port)
    await once(client, 'data')
    client.destroy()
    await reaches('waiting')
  })

  test('stays connected for a mail client without a channel, and hangs up once that has given up', async () => {
    const server = await startServer({ forwarding: 'ignore' })
    const { port, reaches, stateNames } = await waitingTunnelTo(server, { lingerSeconds: 0.05 })
    const client = await dialled(port)
    await waitUntil(() => server.requested.length === 1, { what: 'the channel to be asked for' })
    // Several times the linger.
    await sleep(300)
    expect(stateNames()).toEqual(['waiting', 'connecting', 'connected'])
    client.resetAndDestroy()
    await reaches('waiting')
  })

  test('connects when a person asks, and lingers then as well', async () => {
    for (const ask of ['connect', 'retry'] as const) {
      const { service, status, stateNames } = await waitingTunnelTo(await startServer(), { lingerSeconds: 0.05 })
      if (ask === 'connect') await service.connect('work')
      else service.retry(status().accountId)
      await waitUntil(() => stateNames().length === 4, { what: 'the end of the linger' })
      expect(stateNames()).toEqual(['waiting', 'connecting', 'connected', 'waiting'])
    }
  })

  test('frees its ports when it is disconnected while it waits', async () => {
    const { service, status, port } = await waitingTunnelTo(await startServer())
    await service.disconnect(status().accountId)
    expect(await greeting(port)).toBe('ECONNREFUSED')
    expect(dials()).toBe(0)
  })
})

describe('a tunnel on first use whose connection is lost', () => {
  test('waits when no mail client was connected, with the failure, and serves the next call', async () => {
    const server = await startServer()
    const { port, forward, status, reaches, lines, stateNames } = await waitingTunnelTo(server)
    const client = await dialled(port)
    await once(client, 'data')
    client.destroy()
    await waitUntil(() => forward().traffic.openConnections === 0, { what: 'the mail client to be gone' })
    for (const socket of server.sockets) socket.destroy()
    await reaches('waiting')
    expect(status().state).toMatchObject({ failure: { code: 'connection-lost' } })
    expect(lines.at(-1)).toMatchObject({ level: 'warn', failure: { code: 'connection-lost' } })
    expect(await greeting(port)).toBe(answer)
    expect(stateNames()).toEqual(['waiting', 'connecting', 'connected', 'waiting', 'connecting', 'connected'])
  })

  test('connects again without a call when a mail client was connected', async () => {
    const server = await startServer()
    const { port, stateNames } = await waitingTunnelTo(server)
    const client = await dialled(port)
    await once(client, 'data')
    for (const socket of server.sockets) socket.destroy()
    await waitUntil(() => dials() === 2 && stateNames().at(-1) === 'connected', { what: 'the second connection' })
    expect(stateNames()).toEqual(['waiting', 'connecting', 'connected', 'retrying', 'connecting', 'connected'])
  })

  test('retries for as long as a mail client waits, and serves it once the server is back', async () => {
    const away = { host: '127.0.0.1', port: await freePort() }
    const { port, reaches, stateNames } = await waitingTunnelTo(away)
    const served = greeting(port)
    await waitUntil(() => stateNames().filter((name) => name === 'retrying').length >= 2, { what: 'two failed attempts' })
    await startServer({ port: away.port })
    expect(await served).toBe(answer)
    await reaches('connected')
  })

  test('waits once the mail client has given up, with its port bound', async () => {
    const { port, reaches, status, forward } = await waitingTunnelTo({ host: '127.0.0.1', port: await freePort() })
    const client = await dialled(port)
    await reaches('retrying')
    client.destroy()
    await reaches('waiting')
    expect(status().state).toMatchObject({ failure: { code: 'connection-refused' } })
    expect(forward().listener).toEqual({ name: 'listening' })
  })
})

describe('a tunnel on first use without a network', () => {
  test('holds mail clients until there is a network, and then serves them all', async () => {
    const server = await startServer()
    const { port, otherPort, network, reaches, status, service, accountService, stateNames } = await waitingTunnelTo(nowhere)
    network.isOnline = false
    const first = greeting(port)
    await reaches('offline')
    expect(status().state).toMatchObject({ failure: { code: 'host-unreachable' } })
    const second = greeting(otherPort)
    service.networkChanged()
    await reaches('offline')
    const { id, ...account } = await accountService.find('work')
    await accountService.replace(id, { ...account, host: server.host, port: server.port })
    network.isOnline = true
    service.networkChanged()
    expect(await Promise.all([first, second])).toEqual([answer, answer])
    expect(stateNames()).toEqual(['waiting', 'connecting', 'offline', 'connecting', 'connected'])
  })

  test('shows no failure when the mail client has given up, and waits for the next', async () => {
    const { port, network, reaches, status, service } = await waitingTunnelTo(nowhere)
    network.isOnline = false
    const client = await dialled(port)
    await reaches('offline')
    client.destroy()
    await once(client, 'close')
    // Both ends are in this process: a few turns of its loop bring the end to the other.
    for (let turn = 0; turn < 10; turn += 1) await nextTurn()
    network.isOnline = true
    service.networkChanged()
    expect(status().state).toEqual({ name: 'waiting' })
  })

  test('connects as always to a server on this very computer', async () => {
    const server = await startServer()
    const { port, network, stateNames } = await waitingTunnelTo(server)
    network.isOnline = false
    const client = await dialled(port)
    await once(client, 'data')
    for (const socket of server.sockets) socket.destroy()
    await waitUntil(() => dials() === 2 && stateNames().at(-1) === 'connected', { what: 'the second connection' })
    expect(stateNames()).not.toContain('offline')
  })
})

test('a blocked tunnel on first use refuses mail clients, and tries at once when a person asks', async () => {
  const server = await startServer({ users: [] })
  const { port, reaches, service, status, stateNames } = await waitingTunnelTo(server)
  expect(await greeting(port)).toBe('ECONNRESET')
  await reaches('blocked')
  expect(status().state).toMatchObject({ failure: { code: 'login-refused' } })
  expect(await greeting(port)).toBe('ECONNRESET')
  expect(stateNames()).toEqual(['waiting', 'connecting', 'blocked'])
  server.authorize('bob', key().publicKey)
  await service.connect('work')
  await reaches('connected')
  expect(await greeting(port)).toBe(answer)
})

test('many mail clients at once make one attempt, and only a limited number is held', async () => {
  let accepted = 0
  const silent = createServer((socket) => {
    accepted += 1
    closeAfter(() => socket.destroy())
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  closeAfter(() => silent.close())
  const { port, forward, reaches } = await waitingTunnelTo({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port })
  for (let client = 0; client < 70; client += 1) void greeting(port)
  await waitUntil(() => forward().traffic.refusedConnections === 6, { what: 'the ones too many' })
  await reaches('connecting')
  await waitUntil(() => accepted > 0, { what: 'the attempt' })
  expect(accepted).toBe(1)
})
