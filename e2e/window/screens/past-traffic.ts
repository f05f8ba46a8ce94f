const hourMs = 3_600_000
const daysBack = 40

/** The content of a traffic.json with traffic in the working hours of the last weeks and in this hour. It depends on `now` alone. */
export const trafficOf = ({
  accountId,
  forwardIds,
  now,
}: {
  readonly accountId: string
  readonly forwardIds: readonly string[]
  readonly now: Date
}): object => {
  const thisHour = Math.floor(now.getTime() / hourMs) * hourMs
  const counts = (forward: number): (readonly [string, readonly [number, number]])[] =>
    Array.from({ length: daysBack * 24 }, (_, back) => new Date(thisHour - back * hourMs))
      // This hour always has traffic, since at night today has had no working hour yet.
      .filter((hour, back) => back === 0 || (hour.getUTCHours() >= 7 && hour.getUTCHours() < 19))
      .map((hour) => {
        // Uneven like real mail, but not random.
        const share = 1 + ((hour.getUTCHours() * 37 + hour.getUTCDate() * 11 + forward * 5) % 22)
        const bytes = forward === 0 ? ([share * 81_000, share * 4_100] as const) : ([share * 900, share * 52_000] as const)
        return [`${hour.toISOString().slice(0, 16)}Z`, bytes] as const
      })
  return {
    version: 1,
    forwards: forwardIds.map((forwardId, forward) => ({ accountId, forwardId, hours: Object.fromEntries(counts(forward)) })),
  }
}
