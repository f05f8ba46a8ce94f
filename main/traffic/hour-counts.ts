import type { Bytes } from '../../contract/traffic.ts'
import { addBytes } from './bytes.ts'
import { startOfDay } from './local-time.ts'

export interface ForwardName {
  readonly accountId: string
  readonly forwardId: string
}

/** What flowed through one forward in one hour. */
export interface HourCount extends ForwardName, Bytes {
  /** When the hour began, as `startOfHour` gives it. */
  readonly hour: number
}

/** How many days are kept, today among them. */
const daysKept = 90

/** Both lists together, each hour of each forward once. */
export const addCounts = (counts: readonly HourCount[], more: readonly HourCount[]): readonly HourCount[] => {
  const sums = new Map<string, HourCount>()
  for (const count of [...counts, ...more]) {
    const name = `${count.hour} ${count.accountId} ${count.forwardId}`
    const before = sums.get(name)
    sums.set(name, before === undefined ? count : { ...count, ...addBytes(before, count) })
  }
  return [...sums.values()]
}

/** Without the hours that are too long ago to be kept at `now`. */
export const keptCounts = (counts: readonly HourCount[], now: number): readonly HourCount[] => {
  const first = startOfDay(now, 1 - daysKept)
  return counts.filter(({ hour }) => hour >= first)
}
