/** Hours and days of local time as moments: milliseconds since 1970 in UTC. */

export const hourMs = 3_600_000
const minuteMs = 60_000

/**
 * When the hour of local time began in which `at` lies: in India, half past the hour of UTC. By the offset of that very moment, since the
 * hour that comes twice when summer time ends has two beginnings and `Date` knows the first alone.
 */
export const startOfHour = (at: number): number => {
  const behindMs = new Date(at).getTimezoneOffset() * minuteMs
  return Math.floor((at - behindMs) / hourMs) * hourMs + behindMs
}

/** When the day of local time began in which `at` lies, or one `daysLater`. A day may have 23 or 25 hours. */
export const startOfDay = (at: number, daysLater = 0): number => {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime()
}
