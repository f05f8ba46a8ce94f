import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { createRateWindow } from './rate-window.ts'
import { createTrafficMeter, sumTraffic } from './traffic.ts'

describe('the rate within a window', () => {
  test('is the average over the whole window', () => {
    const window = createRateWindow({ windowMs: 60_000, buckets: 60 })
    window.add(6000, 1000)
    expect(window.rate(1500)).toBe(100)
  })

  test('forgets what has slid out, a part at a time', () => {
    const window = createRateWindow({ windowMs: 1000, buckets: 10 })
    window.add(1000, 50)
    expect([500, 1000, 1050, 1100, 5000].map((now) => Math.round(window.rate(now)))).toEqual([1000, 1000, 500, 0, 0])
  })

  test('is empty after a pause longer than the window, wherever the ring stood', () => {
    const window = createRateWindow({ windowMs: 1000, buckets: 10 })
    for (let now = 0; now < 3000; now += 70) window.add(10, now)
    expect(window.rate(1_000_000)).toBe(0)
  })

  test('of a steady flow is that flow, at any moment after the first window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 2000, max: 100_000 }), (bytesPerMs, now) => {
        const window = createRateWindow({ windowMs: 1000, buckets: 10 })
        for (let at = now - 1500; at < now; at++) window.add(bytesPerMs, at)
        expect(Math.abs(window.rate(now) / (bytesPerMs * 1000) - 1)).toBeLessThan(0.02)
      }),
      { numRuns: 50 },
    )
  })

  test('never shows more than was added', () => {
    const steps = fc.array(fc.record({ bytes: fc.nat(1000), wait: fc.nat(400) }), { maxLength: 50 })
    fc.assert(
      fc.property(steps, (added) => {
        const window = createRateWindow({ windowMs: 1000, buckets: 10 })
        let now = 0
        let total = 0
        for (const { bytes, wait } of added) {
          now += wait
          total += bytes
          window.add(bytes, now)
          expect(window.rate(now)).toBeLessThanOrEqual(total)
        }
      }),
    )
  })
})

describe('the meter of a forward', () => {
  test('counts each direction apart, and connections open, in all and refused', () => {
    const meter = createTrafficMeter(() => 1000)
    meter.connectionOpened()
    meter.connectionOpened()
    meter.bytesIn(100)
    meter.bytesOut(7)
    meter.bytesIn(20)
    meter.connectionClosed()
    meter.connectionRefused()
    expect(meter.traffic()).toEqual({
      bytesIn: 120,
      bytesOut: 7,
      rateIn1s: 120,
      rateOut1s: 7,
      rateIn60s: 2,
      rateOut60s: 0,
      openConnections: 1,
      totalConnections: 2,
      refusedConnections: 1,
    })
  })

  test('adds up to the traffic of a tunnel', () => {
    const meter = createTrafficMeter(() => 1000)
    meter.connectionOpened()
    meter.bytesIn(120)
    const { traffic } = meter
    expect(sumTraffic([traffic(), traffic()])).toMatchObject({ bytesIn: 240, rateIn1s: 240, openConnections: 2 })
    expect(sumTraffic([])).toMatchObject({ bytesIn: 0, totalConnections: 0 })
  })
})
