// Hours and days of local time as moments: milliseconds since 1970 in UTC.

export const hourMs = 3_600_000
const minuteMs = 60_000

/**
 * Returns the start of the local hour that contains `at`; in India that is half past an hour of UTC. It uses the offset at that moment, because
 * the repeated hour at the end of summer time has two starts, and `Date` can construct only the first.
 */
export const startOfHour = (at: number): number => {
  const behindMs = new Date(at).getTimezoneOffset() * minuteMs
  return Math.floor((at - behindMs) / hourMs) * hourMs + behindMs
}

/** Returns the start of the local day that contains `at`, or of the day `daysLater`. A day may have 23 or 25 hours. */
export const startOfDay = (at: number, daysLater = 0): number => {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime()
}
