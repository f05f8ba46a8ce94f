import type { ForwardTraffic, TrafficHistory, TrafficPeriod } from '../../contract/traffic.ts'

export interface TrafficHistoryOptions {
  /** That of one account; of every account together where it is left out. */
  readonly accountId?: string | undefined
  readonly by: TrafficPeriod
  /** How many days of local time, today being the last; 1 to 90. */
  readonly days: number
}

/** What has flowed through the forwards: counted second by second, kept by the hour for 90 days. */
export interface TrafficService {
  /** Every forward that runs, has run since this Postern started, or carried bytes today. */
  readonly list: () => readonly ForwardTraffic[]
  /** With what every other Postern of this person has written to the same data folder. */
  readonly history: (options: TrafficHistoryOptions) => Promise<TrafficHistory>
  /** Told once a second while bytes flow, and once more when they have ended; what is given back ends the subscription. */
  readonly onCounted: (listener: (traffic: readonly ForwardTraffic[]) => void) => () => void
  /** Writes what is counted and not yet written. To be called after the tunnels have closed, so that their last bytes are in it. */
  readonly close: () => Promise<void>
}
