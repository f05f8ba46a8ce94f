import type { Bytes, ForwardTraffic } from '../../contract/traffic.ts'
import type { ForwardStatus, TunnelStatus } from '../../contract/tunnel-state.ts'
import { addBytes, isNone, noBytes } from './bytes.ts'
import { createForwardCount, type ForwardCount } from './forward-count.ts'
import { countsOfToday } from './history.ts'
import { addCounts, type ForwardName, type HourCount } from './hour-counts.ts'
import { startOfHour } from './local-time.ts'

/** The counts of this process, fed with the status of its tunnels. Times are those of the clock, in ms since 1970. */
export interface TrafficCounts {
  /** Takes what has come since the last time. */
  readonly sample: (tunnels: readonly TunnelStatus[], now: number) => void
  /** The same of a forward that has just closed: brought up again it begins at zero. */
  readonly sampleClosed: (tunnels: readonly TunnelStatus[], closed: ForwardName, now: number) => void
  readonly endSecond: (seconds: number) => void
  /** Whether anything flowed in the seconds that are shown. */
  readonly isFlowing: () => boolean
  /** Gives away what no file has yet. */
  readonly takeUnwritten: () => readonly HourCount[]
  /** Takes it back where it could not be written. */
  readonly giveBack: (counts: readonly HourCount[]) => void
  readonly unwritten: () => readonly HourCount[]
  /** Every forward that was sampled or is in `counts` today; `counts` is the whole, written and not, in any order. */
  readonly list: (counts: readonly HourCount[], now: number) => readonly ForwardTraffic[]
}

export const createTrafficCounts = (): TrafficCounts => {
  const forwards = new Map<string, ForwardName & { readonly count: ForwardCount }>()
  let unwritten: readonly HourCount[] = []

  const countOf = ({ accountId, forwardId }: ForwardName): ForwardCount => {
    const name = nameOf({ accountId, forwardId })
    const known = forwards.get(name)
    if (known !== undefined) return known.count
    const count = createForwardCount()
    forwards.set(name, { accountId, forwardId, count })
    return count
  }

  const note = (which: ForwardName, bytes: Bytes, now: number): void => {
    if (isNone(bytes)) return
    unwritten = addCounts(unwritten, [{ ...which, hour: startOfHour(now), ...bytes }])
  }

  return {
    sample: (tunnels, now) => {
      for (const { which, forward } of forwardsOf(tunnels))
        // One that has closed was counted to its end by `sampleClosed`, while others of its tunnel may still be closing.
        note(which, countOf(which).take(forward.listener.name === 'closed' ? noBytes : bytesOf(forward)), now)
    },
    sampleClosed: (tunnels, { accountId, forwardId }, now) => {
      for (const { which, forward } of forwardsOf(tunnels))
        if (which.accountId === accountId && which.forwardId === forwardId)
          note(which, countOf(which).takeLast(bytesOf(forward)), now)
    },
    endSecond: (seconds) => {
      for (const { count } of forwards.values()) count.endSecond(seconds)
    },
    isFlowing: () => [...forwards.values()].some(({ count }) => count.seconds().some((second) => !isNone(second))),
    takeUnwritten: () => {
      const taken = unwritten
      unwritten = []
      return taken
    },
    giveBack: (counts) => {
      unwritten = addCounts(counts, unwritten)
    },
    unwritten: () => unwritten,
    list: (counts, now) => {
      const today = new Map<string, ForwardName & Bytes>()
      for (const count of countsOfToday(counts, now)) {
        const name = nameOf(count)
        today.set(name, { ...count, ...addBytes(today.get(name) ?? noBytes, count) })
      }
      const shown = new Map<string, ForwardName>([...forwards, ...today])
      return [...shown].map(([name, { accountId, forwardId }]) => {
        const { bytesIn, bytesOut } = today.get(name) ?? noBytes
        const count = forwards.get(name)?.count ?? unused
        return { accountId, forwardId, today: { bytesIn, bytesOut }, sinceStart: count.sinceStart(), seconds: count.seconds() }
      })
    },
  }
}

/** Of a forward that carried bytes today in another Postern, and none in this one. */
const unused = createForwardCount()

const nameOf = ({ accountId, forwardId }: ForwardName): string => `${accountId} ${forwardId}`

const bytesOf = ({ traffic: { bytesIn, bytesOut } }: ForwardStatus): Bytes => ({ bytesIn, bytesOut })

const forwardsOf = (
  tunnels: readonly TunnelStatus[],
): readonly { readonly which: ForwardName; readonly forward: ForwardStatus }[] =>
  tunnels.flatMap(({ accountId, forwards }) =>
    forwards.map((forward) => ({ which: { accountId, forwardId: forward.id }, forward })),
  )
