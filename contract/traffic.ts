import { z } from 'zod'

/** Bytes and rates of one forward or one tunnel. "In" is from the mail server to the mail client. Rates are bytes per second. */
export interface Traffic {
  readonly bytesIn: number
  readonly bytesOut: number
  /** Averages over the last second and the last 60 s. */
  readonly rateIn1s: number
  readonly rateOut1s: number
  readonly rateIn60s: number
  readonly rateOut60s: number
  readonly openConnections: number
  readonly totalConnections: number
  /** Refused sockets: those of another OS user, and those that could not be held. */
  readonly refusedConnections: number
}

/** The traffic of a forward that nobody has used. */
export const noTraffic: Traffic = {
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

export interface Bytes {
  readonly bytesIn: number
  readonly bytesOut: number
}

/** The traffic of one forward over time, beside its `Traffic` of now. */
export interface ForwardTraffic {
  readonly accountId: string
  readonly forwardId: string
  /** Since midnight of local time, of all processes of this person. */
  readonly today: Bytes
  /** Since this Postern started, over every connection. */
  readonly sinceStart: Bytes
  /** The last 60 s, one entry a second, the oldest first. */
  readonly seconds: readonly Bytes[]
}

export const TrafficPeriodSchema = z.enum(['hour', 'day'])
export type TrafficPeriod = z.infer<typeof TrafficPeriodSchema>

/** The bytes of each hour or day, the oldest first, without gaps: an empty period has zero bytes. */
export interface TrafficHistory {
  readonly by: TrafficPeriod
  readonly periods: readonly (Bytes & {
    /** When the hour or the day began, ISO 8601 in UTC. Days are those of local time. */
    readonly start: string
  })[]
}
