import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { createRateHistory } from './rate-history.ts'
import { noTraffic } from '../../contract/traffic.ts'
import { createTrafficMeter, sumTraffic } from './traffic.ts'

describe('the rate over a window', () => {
  test('is the average over the whole window', () => {
    const history = createRateHistory(60_000)
    history.note(0, 1000)
    history.note(6000, 2000)
    expect(history.rate(2000, 60_000)).toBe(100)
    expect(history.rate(2000, 1000)).toBe(6000)
  })

  test('falls as the bytes leave the window, and is 0 once they have left', () => {
    const history = createRateHistory(60_000)
    history.note(0, 0)
    history.note(1000, 1000)
    expect([1000, 1500, 1750, 2000, 9000].map((now) => history.rate(now, 1000))).toEqual([1000, 500, 250, 0, 0])
  })

  test('is 0 before the first note', () => {
    expect(createRateHistory(60_000).rate(5000, 1000)).toBe(0)
  })

  test('covers the whole minute even after many notes of short connections', () => {
    const history = createRateHistory(60_000)
    let total = 0
    for (let now = 0; now <= 60_000; now += 3) history.note((total += 3), now)
    expect(history.rate(60_000, 60_000)).toBeCloseTo(1000, -1)
  })

  test('of a steady flow is that flow, over either window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 300 }), (bytesPerMs, everyMs) => {
        const history = createRateHistory(60_000)
        let now = 0
        for (; now < 65_000; now += everyMs) history.note(now * bytesPerMs, now)
        const at = now - everyMs
        expect(history.rate(at, 1000) / (bytesPerMs * 1000)).toBeCloseTo(1, 5)
        expect(history.rate(at, 60_000) / (bytesPerMs * 1000)).toBeCloseTo(1, 5)
      }),
      { numRuns: 30 },
    )
  })

  test('never exceeds the bytes that came', () => {
    const steps = fc.array(fc.record({ bytes: fc.nat(1000), wait: fc.nat(400) }), { maxLength: 100 })
    fc.assert(
      fc.property(steps, (added) => {
        const history = createRateHistory(60_000)
        let now = 0
        let total = 0
        for (const { bytes, wait } of added) {
          history.note((total += bytes), (now += wait))
          for (const windowMs of [1000, 60_000]) {
            expect(history.rate(now, windowMs)).toBeGreaterThanOrEqual(0)
            expect(history.rate(now, windowMs) * (windowMs / 1000)).toBeLessThanOrEqual(total + 1e-6)
          }
        }
      }),
    )
  })
})

describe('the traffic', () => {
  const counters = {
    bytesIn: 120,
    bytesOut: 7,
    openConnections: 1,
    totalConnections: 2,
    refusedConnections: 3,
    waitingConnections: 0,
  }

  test('of a forward has its counters and a rate for each direction', () => {
    const meter = createTrafficMeter()
    meter.note({ ...counters, bytesIn: 0, bytesOut: 0 }, 1000)
    expect(meter.traffic(counters, 2000)).toEqual({
      bytesIn: 120,
      bytesOut: 7,
      rateIn1s: 120,
      rateOut1s: 7,
      rateIn60s: 2,
      rateOut60s: 0,
      openConnections: 1,
      totalConnections: 2,
      refusedConnections: 3,
    })
  })

  test('of a tunnel is the sum of its forwards', () => {
    const one = { ...noTraffic, bytesIn: 120, rateIn1s: 20, openConnections: 1 }
    expect(sumTraffic([one, one])).toEqual({ ...noTraffic, bytesIn: 240, rateIn1s: 40, openConnections: 2 })
    expect(sumTraffic([])).toEqual(noTraffic)
  })
})
