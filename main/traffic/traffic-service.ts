import type { ForwardTraffic, TrafficHistory, TrafficPeriod } from '../../contract/traffic.ts'

export interface TrafficHistoryOptions {
  /** The account whose history is wanted; by default all accounts together. */
  readonly accountId?: string | undefined
  readonly by: TrafficPeriod
  /** The number of days of local time, 1 to 90, of which today is the last. */
  readonly days: number
}

/** Counts the bytes of the forwards second by second, and keeps them by the hour for 90 days. */
export interface TrafficService {
  /** Lists every forward that runs, has run since this Postern started, or carried bytes today. */
  readonly list: () => readonly ForwardTraffic[]
  /** The history, including the counts that other processes of Postern have written to the same data folder. */
  readonly history: (options: TrafficHistoryOptions) => Promise<TrafficHistory>
  /** Calls `listener` once a second while bytes flow, and once more at rest. Returns a function that ends the subscription. */
  readonly onCounted: (listener: (traffic: readonly ForwardTraffic[]) => void) => () => void
  /** Writes the unsaved counts. Call it after the tunnels have closed, so that their last bytes are included. */
  readonly close: () => Promise<void>
}
