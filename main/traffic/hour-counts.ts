import type { Bytes } from '../../contract/traffic.ts'
import { addBytes } from './bytes.ts'
import { startOfDay } from './local-time.ts'

export interface ForwardName {
  readonly accountId: string
  readonly forwardId: string
}

/** The bytes of one forward in one hour. */
export interface HourCount extends ForwardName, Bytes {
  /** The start of the hour, as `startOfHour` returns it. */
  readonly hour: number
}

/** The number of days that are kept, including today. */
const daysKept = 90

/** Adds two lists. The result has each hour of each forward once. */
export const addCounts = (counts: readonly HourCount[], more: readonly HourCount[]): readonly HourCount[] => {
  const sums = new Map<string, HourCount>()
  for (const count of [...counts, ...more]) {
    const name = `${count.hour} ${count.accountId} ${count.forwardId}`
    const before = sums.get(name)
    sums.set(name, before === undefined ? count : { ...count, ...addBytes(before, count) })
  }
  return [...sums.values()]
}

/** Removes the hours that are too old at `now`. */
export const keptCounts = (counts: readonly HourCount[], now: number): readonly HourCount[] => {
  const first = startOfDay(now, 1 - daysKept)
  return counts.filter(({ hour }) => hour >= first)
}
