import mitt from 'mitt'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { EventEmitter } from '../tunnels/tunnel-service.ts'
import { createTunnelFeed } from './tunnel-feed.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const statusOf = (bytesIn = 0): TunnelStatus => ({
  accountId: 'a',
  account: 'work',
  server: 'bob@mail.example.org:22',
  state: { name: 'stopped' },
  forwards: [],
  traffic: { ...noTraffic, bytesIn },
})
const opened = { accountId: 'a', forwardId: 'pop3', connection: 1 }

const follow = () => {
  const events: EventEmitter = mitt()
  let tunnels: readonly TunnelStatus[] = []
  const emitted: (readonly TunnelStatus[])[] = []
  const feed = createTunnelFeed({ events, status: () => tunnels, emit: (_, payload) => emitted.push(payload as typeof tunnels) })
  return { events, feed, emitted, set: (status: readonly TunnelStatus[]) => (tunnels = status) }
}
const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('the first fact is emitted at once, after the current synchronous work', async () => {
  const { events, emitted, set } = follow()
  events.emit('ConnectionOpened', opened)
  // Only now does the status of the service have the tunnel.
  set([statusOf()])
  await passes(0)
  expect(emitted).toEqual([[statusOf()]])
})

test('facts in quick succession are emitted together, including the last', async () => {
  const { events, emitted, set } = follow()
  for (let bytes = 1; bytes <= 5; bytes++) {
    set([statusOf(bytes)])
    events.emit('ConnectionOpened', opened)
    await passes(10)
  }
  await passes(100)
  expect(emitted.map(([status]) => status?.traffic.bytesIn)).toEqual([1, 5])
})

test('ten thousand facts a second are emitted ten times a second', async () => {
  const { events, emitted, set } = follow()
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    for (let fact = 0; fact < 10; fact++) {
      set([statusOf(millisecond * 10 + fact)])
      events.emit('ConnectionOpened', opened)
    }
    await passes(1)
  }
  await passes(100)
  expect(emitted.length).toBeGreaterThanOrEqual(10)
  expect(emitted.length).toBeLessThanOrEqual(11)
  expect(emitted.at(-1)?.[0]?.traffic.bytesIn).toBe(9999)
})

test('bytes that flow without a fact are emitted once a second, until they stop', async () => {
  const { events, emitted, set } = follow()
  set([statusOf()])
  events.emit('ConnectionOpened', opened)
  await passes(500)
  for (const bytes of [10, 20, 20, 20]) {
    set([statusOf(bytes)])
    await passes(1000)
  }
  expect(emitted.map(([status]) => status?.traffic.bytesIn)).toEqual([0, 10, 20])
})

test('a tunnel that is gone without a fact is emitted, and then no timer runs', async () => {
  const { events, emitted, set } = follow()
  set([statusOf()])
  events.emit('ConnectionOpened', opened)
  await passes(500)
  set([])
  await passes(1000)
  expect(emitted.at(-1)).toEqual([])
  await passes(1000)
  expect(vi.getTimerCount()).toBe(0)
})

test('a noted change is emitted like a fact', async () => {
  const { feed, emitted } = follow()
  feed.note()
  await passes(0)
  expect(emitted).toEqual([[]])
})

test('a line of the log is no fact of a tunnel', async () => {
  const { events, emitted } = follow()
  events.emit('LogLineWritten', { time: '', level: 'info', entry: { name: 'network-changed' } })
  await passes(1000)
  expect(emitted).toEqual([])
})

test('nothing is emitted after the end, and no timer is left', async () => {
  const { events, feed, emitted, set } = follow()
  set([statusOf()])
  events.emit('ConnectionOpened', opened)
  await passes(10)
  events.emit('ConnectionOpened', opened)
  feed.close()
  events.emit('ConnectionOpened', opened)
  feed.note()
  expect(vi.getTimerCount()).toBe(0)
  await passes(5000)
  expect(emitted).toHaveLength(1)
})
