const hourMs = 3_600_000
const daysBack = 40

/** The content of a traffic.json in which mail went by on the working hours of the last weeks and in this hour, the same for the same `now`. */
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
      // This hour counts too: today has had no working hour yet when the test runs at night.
      .filter((hour, back) => back === 0 || (hour.getUTCHours() >= 7 && hour.getUTCHours() < 19))
      .map((hour) => {
        // Uneven as mail is, and not by chance.
        const share = 1 + ((hour.getUTCHours() * 37 + hour.getUTCDate() * 11 + forward * 5) % 22)
        const bytes = forward === 0 ? ([share * 81_000, share * 4_100] as const) : ([share * 900, share * 52_000] as const)
        return [`${hour.toISOString().slice(0, 16)}Z`, bytes] as const
      })
  return {
    version: 1,
    forwards: forwardIds.map((forwardId, forward) => ({ accountId, forwardId, hours: Object.fromEntries(counts(forward)) })),
  }
}
