import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bytes } from '../../contract/traffic.ts'
import { noTraffic } from '../../contract/traffic.ts'
import type { ForwardStatus, TunnelStatus } from '../../contract/tunnel-state.ts'
import { addBytes, noBytes } from './bytes.ts'
import type { HourCount } from './hour-counts.ts'
import { createTrafficCounts } from './traffic-counts.ts'

const accountId = '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11'
const ids = ['pop3', 'imap'] as const
const now = Date.parse('2026-11-21T10:20:00Z')

/** A tunnel of two forwards, which counts from zero each time it is connected. */
const fakeTunnel = () => {
  const totals = { pop3: noBytes, imap: noBytes }
  const listeners: Record<(typeof ids)[number], ForwardStatus['listener']['name']> = { pop3: 'listening', imap: 'listening' }
  const forwards = (): readonly ForwardStatus[] =>
    ids.map((id) => ({
      id,
      service: 'pop3',
      bindAddress: '127.0.0.1',
      localPort: 1,
      destination: 'localhost:110',
      programs: [],
      lights: { ssh: 'up', forward: 'unknown', mailServer: 'unknown' },
      listener: { name: listeners[id] } as ForwardStatus['listener'],
      traffic: { ...noTraffic, ...totals[id] },
    }))
  const status = (): readonly TunnelStatus[] => [
    { accountId, account: 'work', server: 'x', state: { name: 'stopped' }, forwards: forwards(), traffic: noTraffic },
  ]
  return { totals, listeners, status }
}
const summed = (counts: readonly HourCount[], id: string): Bytes =>
  counts
    .filter(({ forwardId }) => forwardId === id)
    .reduce((sum, { bytesIn, bytesOut }) => addBytes(sum, { bytesIn, bytesOut }), noBytes)

const flow = fc.record({
  kind: fc.constant('flow' as const),
  id: fc.constantFrom(...ids),
  bytes: fc.record({ bytesIn: fc.nat({ max: 5000 }), bytesOut: fc.nat({ max: 5000 }) }),
})
const step = fc.oneof(flow, fc.record({ kind: fc.constantFrom('sample' as const, 'second' as const, 'down-and-up' as const) }))

describe('counts', () => {
  test('add up to every byte that flowed, however often the tunnel is disconnected and connected', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const counts = createTrafficCounts()
        const tunnel = fakeTunnel()
        const flowed = { pop3: noBytes, imap: noBytes }
        let written: readonly HourCount[] = []
        for (const one of steps) {
          if (one.kind === 'flow') {
            tunnel.totals[one.id] = addBytes(tunnel.totals[one.id], one.bytes)
            flowed[one.id] = addBytes(flowed[one.id], one.bytes)
          } else if (one.kind === 'sample') counts.sample(tunnel.status(), now)
          else if (one.kind === 'second') {
            counts.endSecond(1)
            // A write that fails, and one that succeeds.
            counts.putBack(counts.takeUnwritten())
            written = [...written, ...counts.takeUnwritten()]
          } else {
            for (const forwardId of ids) {
              tunnel.listeners[forwardId] = 'closed'
              counts.sampleClosed(tunnel.status(), { accountId, forwardId }, now)
              // The other forward is still closing.
              counts.sample(tunnel.status(), now)
            }
            for (const id of ids) [tunnel.totals[id], tunnel.listeners[id]] = [noBytes, 'listening']
          }
        }
        counts.sample(tunnel.status(), now)
        const all = [...written, ...counts.unwritten()]
        const list = counts.list(all, now)
        for (const id of ids) {
          expect(summed(all, id)).toEqual(flowed[id])
          const shown = list.find(({ forwardId }) => forwardId === id)!
          expect(shown.sinceStart).toEqual(flowed[id])
          expect(shown.today).toEqual(flowed[id])
          expect(shown.seconds).toHaveLength(60)
        }
      }),
    )
  })

  test('show the last 60 seconds, the oldest first, and missed seconds as empty', () => {
    const counts = createTrafficCounts()
    const tunnel = fakeTunnel()
    const flowIn = (bytesIn: number) => {
      tunnel.totals.pop3 = addBytes(tunnel.totals.pop3, { bytesIn, bytesOut: 0 })
      counts.sample(tunnel.status(), now)
    }
    const shown = () => counts.list([], now)[0]!.seconds.map(({ bytesIn }) => bytesIn)
    flowIn(1)
    flowIn(2)
    counts.endSecond(1)
    flowIn(5)
    counts.endSecond(3)
    expect(shown().slice(-5)).toEqual([0, 3, 0, 0, 5])
    counts.endSecond(56)
    expect(shown().slice(0, 4)).toEqual([3, 0, 0, 5])
    expect(counts.isFlowing()).toBe(true)
    counts.endSecond(1000)
    expect(counts.isFlowing()).toBe(false)
  })

  test('list forwards that another Postern used today beside those of this one', () => {
    const counts = createTrafficCounts()
    counts.sample(fakeTunnel().status(), now)
    const elsewhere = { accountId, forwardId: 'submission', hour: now, bytesIn: 7, bytesOut: 8 }
    const list = counts.list([elsewhere, { ...elsewhere, hour: now - 86_400_000 }], now)
    expect(list.map(({ forwardId }) => forwardId)).toEqual(['pop3', 'imap', 'submission'])
    expect(list[2]).toMatchObject({ today: { bytesIn: 7, bytesOut: 8 }, sinceStart: noBytes })
  })
})
