import { noTraffic, type Traffic } from '../../contract/traffic.ts'
import type { ForwardCounters } from '../ssh/forward/listener.ts'
import { createRateHistory } from './rate-history.ts'

const secondMs = 1000
const minuteMs = 60_000

/** Turns the counters of one forward into its traffic. Times are milliseconds of a monotonic clock. */
export interface TrafficMeter {
  /** Notes the counters. To be called when a connection opens and closes, and a few times a second while one is open. */
  readonly note: (counters: ForwardCounters, now: number) => void
  readonly traffic: (counters: ForwardCounters, now: number) => Traffic
}

export const createTrafficMeter = (): TrafficMeter => {
  const inwards = createRateHistory(minuteMs)
  const outwards = createRateHistory(minuteMs)

  const note = ({ bytesIn, bytesOut }: ForwardCounters, now: number): void => {
    inwards.note(bytesIn, now)
    outwards.note(bytesOut, now)
  }

  return {
    note,
    traffic: (counters, now) => {
      note(counters, now)
      return {
        bytesIn: counters.bytesIn,
        bytesOut: counters.bytesOut,
        rateIn1s: Math.round(inwards.rate(now, secondMs)),
        rateOut1s: Math.round(outwards.rate(now, secondMs)),
        rateIn60s: Math.round(inwards.rate(now, minuteMs)),
        rateOut60s: Math.round(outwards.rate(now, minuteMs)),
        openConnections: counters.openConnections,
        totalConnections: counters.totalConnections,
        refusedConnections: counters.refusedConnections,
      }
    },
  }
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
