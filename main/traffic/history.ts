import type { TrafficHistory } from '../../contract/traffic.ts'
import { addBytes, noBytes } from './bytes.ts'
import type { HourCount } from './hour-counts.ts'
import { hourMs, startOfDay } from './local-time.ts'
import type { TrafficHistoryOptions } from './traffic-service.ts'

/** Returns the history of the last `days` days without gaps: by day including today, by hour up to the current hour. */
export const historyOf = (
  counts: readonly HourCount[],
  { accountId, by, days }: TrafficHistoryOptions,
  now: number,
): TrafficHistory => {
  const starts = by === 'day' ? dayStarts(days, now) : dayStarts(days, now).flatMap((day) => hourStarts(day, now))
  const end = startOfDay(now, 1)
  const sums = starts.map(() => noBytes)
  for (const count of counts) {
    if (accountId !== undefined && count.accountId !== accountId) continue
    // Counts that a wrong clock put into the future belong to no day that is shown.
    const index = count.hour < end ? lastNotAfter(starts, count.hour) : -1
    const sum = sums[index]
    if (sum !== undefined) sums[index] = addBytes(sum, count)
  }
  return { by, periods: starts.map((start, index) => ({ start: new Date(start).toISOString(), ...(sums[index] ?? noBytes) })) }
}

/** The counts of today. */
export const countsOfToday = (counts: readonly HourCount[], now: number): readonly HourCount[] => {
  const [start, end] = [startOfDay(now), startOfDay(now, 1)]
  return counts.filter(({ hour }) => hour >= start && hour < end)
}

const dayStarts = (days: number, now: number): readonly number[] =>
  Array.from({ length: days }, (_, index) => startOfDay(now, index + 1 - days))

const hourStarts = (day: number, now: number): readonly number[] => {
  const end = Math.min(startOfDay(day, 1), now + 1)
  return Array.from({ length: Math.ceil((end - day) / hourMs) }, (_, index) => day + index * hourMs)
}

/** The index of the last number that is not above `wanted`, in ascending numbers; -1 if all are above. */
const lastNotAfter = (rising: readonly number[], wanted: number): number => {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? Infinity) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}
