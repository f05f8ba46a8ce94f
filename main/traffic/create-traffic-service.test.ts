import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import mitt from 'mitt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LogLine } from '../../contract/events.ts'
import { noTraffic, type ForwardTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import type { EventEmitter } from '../tunnels/tunnel-service.ts'
import { createTrafficService } from './create-traffic-service.ts'

let temporary: TemporaryFolder
beforeEach(async () => {
  temporary = await makeTemporaryFolder('traffic')
  // The test controls the clock, so that a minute passes at once. The lock of the file keeps the real timers.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'], now: new Date('2026-11-21T10:20:00Z') })
})
afterEach(async () => {
  vi.useRealTimers()
  await temporary.remove()
})

const which = { accountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11', forwardId: 'pop3' }
const second = (count = 1) => vi.advanceTimersByTime(count * 1000)

const start = (folder = temporary.path) => {
  const events: EventEmitter = mitt()
  const lines: LogLine[] = []
  events.on('LogLineWritten', (line) => lines.push(line))
  let traffic = noTraffic
  const status = (): readonly TunnelStatus[] => [
    {
      accountId: which.accountId,
      account: 'work',
      server: 'x',
      traffic,
      state: { name: 'stopped' },
      forwards: [
        {
          id: 'pop3',
          service: 'pop3',
          bindAddress: '127.0.0.1',
          localPort: 1,
          destination: 'localhost:110',
          programs: [],
          lights: { ssh: 'up', forward: 'unknown', mailServer: 'unknown' },
          listener: { name: 'listening' },
          traffic,
        },
      ],
    },
  ]
  const service = createTrafficService({ folder, tunnels: { status }, events })
  const counted: (readonly ForwardTraffic[])[] = []
  service.onCounted((traffic) => counted.push(traffic))
  return {
    service,
    lines,
    counted,
    open: () => {
      traffic = { ...traffic, openConnections: 1 }
      events.emit('ConnectionOpened', { ...which, connection: 1 })
    },
    flow: (bytesIn: number) => (traffic = { ...traffic, bytesIn: traffic.bytesIn + bytesIn }),
    close: () => (traffic = { ...traffic, openConnections: 0 }),
  }
}
const today = async ({ service }: ReturnType<typeof start>): Promise<number | undefined> =>
  (await service.history({ by: 'day', days: 1 })).periods.at(-1)?.bytesIn

test('a timer runs only while a connection is open, or until a minute after the last byte', async () => {
  const { service, open, flow, close } = start()
  expect(vi.getTimerCount()).toBe(0)
  open()
  expect(vi.getTimerCount()).toBe(1)
  second(100)
  expect(vi.getTimerCount()).toBe(1)
  flow(5)
  second()
  close()
  second(59)
  expect(vi.getTimerCount()).toBe(1)
  second()
  expect(vi.getTimerCount()).toBe(0)
  open()
  expect(vi.getTimerCount()).toBe(1)
  await service.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('a listener is called each second while bytes flow, and once more at rest', async () => {
  const { service, open, flow, counted } = start()
  open()
  second(3)
  expect(counted).toHaveLength(0)
  flow(5)
  second()
  expect(counted).toHaveLength(1)
  expect(counted[0]).toMatchObject([{ ...which, today: { bytesIn: 5 }, sinceStart: { bytesIn: 5 } }])
  expect(counted[0]![0]!.seconds.at(-1)).toEqual({ bytesIn: 5, bytesOut: 0 })
  second(59)
  expect(counted).toHaveLength(60)
  second(10)
  expect(counted).toHaveLength(61)
  expect(counted.at(-1)![0]!.seconds.every(({ bytesIn }) => bytesIn === 0)).toBe(true)
  await service.close()
})

test('two services that count at once both read the sum, and the next one too', async () => {
  const [one, other] = [start(), start()]
  for (const each of [one, other]) each.open()
  one.flow(5)
  other.flow(7)
  second()
  await Promise.all([one.service.close(), other.service.close()])
  expect(await today(one)).toBe(12)
  expect(await today(start())).toBe(12)
  expect(start().service.list()).toMatchObject([{ ...which, today: { bytesIn: 12 }, sinceStart: { bytesIn: 0 } }])
})

test('counts are written after a minute, and not before', async () => {
  const { service, open, flow } = start()
  open()
  flow(5)
  second(59)
  await service.history({ by: 'day', days: 1 })
  expect(await readdir(temporary.path)).toEqual([])
  second()
  await service.history({ by: 'day', days: 1 })
  expect(await readdir(temporary.path)).toEqual(['traffic.json'])
  expect(await today(start())).toBe(5)
  await service.close()
})

test('nothing is written if nothing flowed', async () => {
  const { service, open } = start()
  open()
  second(200)
  await service.close()
  expect(await readdir(temporary.path)).toEqual([])
})

test('a damaged file is set aside with a line in the log, and counting goes on from zero', async () => {
  await writeFile(path.join(temporary.path, 'traffic.json'), '{"version": 1, "for')
  const postern = start()
  postern.open()
  postern.flow(5)
  second()
  await postern.service.close()
  expect(postern.lines).toMatchObject([
    { level: 'warn', entry: { name: 'traffic-damaged', keptAs: expect.stringContaining('traffic.damaged-2026-11-21') as string } },
  ])
  expect(await today(postern)).toBe(5)
  expect(await readdir(temporary.path)).toHaveLength(2)
})

test('a disk that fails is reported once, and the next write has the counts', async () => {
  const blocked = path.join(temporary.path, 'not-a-folder')
  await writeFile(blocked, '')
  const postern = start(path.join(blocked, 'data'))
  postern.open()
  for (let minute = 0; minute < 3; minute++) {
    postern.flow(5)
    second(60)
    await postern.service.history({ by: 'day', days: 1 })
  }
  expect(postern.lines).toHaveLength(1)
  expect(postern.lines[0]).toMatchObject({ failure: { code: 'file-not-writable' } })
  expect(postern.service.list()).toMatchObject([{ today: { bytesIn: 15 } }])
  vi.useRealTimers()
  await rm(blocked)
  await mkdir(blocked)
  await postern.service.close()
  expect(await readdir(path.join(blocked, 'data'))).toEqual(['traffic.json'])
})
