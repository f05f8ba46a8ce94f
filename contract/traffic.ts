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
  /** Refused: sockets of another OS user, and those that could not be held. */
  readonly refusedConnections: number
}

/** That of a forward nobody has used. */
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
