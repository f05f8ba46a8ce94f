import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { waitUntil } from '../testing/wait-until.ts'
import { nowhere, waitingHarness } from '../testing/waiting-harness.ts'

const { dialled, dials, greeting, startServer, tunnelTo } = waitingHarness()

const manual = { connect: 'manual' } as const
const onFirstUse = { connect: 'on-first-use' } as const
const isGone = (service: { status: () => readonly unknown[] }) =>
  waitUntil(() => service.status().length === 0, { what: 'the tunnel to be gone' })

describe('a tunnel that was connected for a while', () => {
  test.each([manual, onFirstUse])('connects at once, and ends with its ports when nobody calls: %o', async (account) => {
    const server = await startServer()
    const { service, port, reaches, stateNames } = await tunnelTo(server, {}, account)
    await service.connect('work', { lingerSeconds: 0.2 })
    await reaches('connected')
    await isGone(service)
    expect(stateNames()).toEqual(['connecting', 'connected', 'stopped'])
    expect(await greeting(port)).toBe('ECONNREFUSED')
    await waitUntil(() => server.sockets.size === 0, { what: 'the SSH server to see the end' })
  })

  test('stays connected for a mail client, and connects again for the next poll', async () => {
    const { service, port, status } = await tunnelTo(await startServer(), {}, manual)
    for (const poll of [1, 2]) {
      await service.connect('work', { lingerSeconds: 0.1 })
      const client = await dialled(port)
      await once(client, 'data')
      client.write('still there')
      expect(String((await once(client, 'data'))[0])).toBe('still there')
      expect(status().state.name).toBe('connected')
      client.destroy()
      await isGone(service)
      expect(dials()).toBe(poll)
    }
  })

  test('ends while this computer has no network and nobody waits', async () => {
    const { service, network, stateNames } = await tunnelTo(nowhere, {}, manual)
    network.isOnline = false
    await service.connect('work', { lingerSeconds: 0.1 })
    await isGone(service)
    expect(stateNames()).toEqual(['connecting', 'offline', 'stopped'])
  })

  test('with a linger of null does not end by itself', async () => {
    const { service, status, reaches } = await tunnelTo(await startServer(), { lingerSeconds: 0.01 }, onFirstUse)
    await service.connect('work', { lingerSeconds: null })
    await reaches('connected')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(status().state.name).toBe('connected')
  })
})
