import type { Traffic } from '../../contract/traffic.ts'
import { createRateWindow } from './rate-window.ts'

/** Counts what flows through one forward. "In" is from the mail server to the mail client. */
export interface TrafficMeter {
  readonly bytesIn: (count: number) => void
  readonly bytesOut: (count: number) => void
  readonly connectionOpened: () => void
  readonly connectionClosed: () => void
  readonly connectionRefused: () => void
  readonly traffic: () => Traffic
}

/** `now` gives milliseconds of a monotonic clock. */
export const createTrafficMeter = (now: () => number): TrafficMeter => {
  const flow = () => {
    const second = createRateWindow({ windowMs: 1000, buckets: 10 })
    const minute = createRateWindow({ windowMs: 60_000, buckets: 60 })
    let total = 0
    return {
      add: (count: number) => {
        total += count
        second.add(count, now())
        minute.add(count, now())
      },
      total: () => total,
      rate1s: () => Math.round(second.rate(now())),
      rate60s: () => Math.round(minute.rate(now())),
    }
  }
  const inwards = flow()
  const outwards = flow()
  let open = 0
  let opened = 0
  let refused = 0

  return {
    bytesIn: inwards.add,
    bytesOut: outwards.add,
    connectionOpened: () => {
      open += 1
      opened += 1
    },
    connectionClosed: () => {
      open -= 1
    },
    connectionRefused: () => {
      refused += 1
    },
    traffic: () => ({
      bytesIn: inwards.total(),
      bytesOut: outwards.total(),
      rateIn1s: inwards.rate1s(),
      rateOut1s: outwards.rate1s(),
      rateIn60s: inwards.rate60s(),
      rateOut60s: outwards.rate60s(),
      openConnections: open,
      totalConnections: opened,
      refusedConnections: refused,
    }),
  }
}

const noTraffic: Traffic = {
  bytesIn: 0,
  bytesOut: 0,
  rateIn1s: 0,
  rateOut1s: 0,
  rateIn60s: 0,
  rateOut60s: 0,
  openConnections: 0,
  totalConnections: 0,
  refusedConnections: 0,
}

/** The traffic of a tunnel: that of its forwards together. */
export const sumTraffic = (parts: readonly Traffic[]): Traffic =>
  parts.reduce(
    (sum, part) => ({
      bytesIn: sum.bytesIn + part.bytesIn,
      bytesOut: sum.bytesOut + part.bytesOut,
      rateIn1s: sum.rateIn1s + part.rateIn1s,
      rateOut1s: sum.rateOut1s + part.rateOut1s,
      rateIn60s: sum.rateIn60s + part.rateIn60s,
      rateOut60s: sum.rateOut60s + part.rateOut60s,
      openConnections: sum.openConnections + part.openConnections,
      totalConnections: sum.totalConnections + part.totalConnections,
      refusedConnections: sum.refusedConnections + part.refusedConnections,
    }),
    noTraffic,
  )
