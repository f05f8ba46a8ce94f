import type { Bytes, ForwardTraffic } from '../../contract/traffic.ts'
import type { ForwardStatus, TunnelStatus } from '../../contract/tunnel-state.ts'
import { addBytes, isNone, noBytes } from './bytes.ts'
import { createForwardCount, type ForwardCount } from './forward-count.ts'
import { countsOfToday } from './history.ts'
import { addCounts, type ForwardName, type HourCount } from './hour-counts.ts'
import { startOfHour } from './local-time.ts'

/** The counts of this process, from the status of its tunnels. Times are in ms since 1970. */
export interface TrafficCounts {
  /** Adds the bytes since the last sample. */
  readonly sample: (tunnels: readonly TunnelStatus[], now: number) => void
  /** Adds the last bytes of a forward that has just closed. Its totals begin at zero when it is opened again. */
  readonly sampleClosed: (tunnels: readonly TunnelStatus[], closed: ForwardName, now: number) => void
  readonly endSecond: (seconds: number) => void
  /** Whether any byte flowed in the seconds that are shown. */
  readonly isFlowing: () => boolean
  /** Returns and clears the counts that are not saved yet. */
  readonly takeUnwritten: () => readonly HourCount[]
  /** Adds counts again that could not be saved. */
  readonly putBack: (counts: readonly HourCount[]) => void
  readonly unwritten: () => readonly HourCount[]
  /** Lists every forward that was sampled, or that has counts of today. `counts` are all counts, saved or not, in any order. */
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
        // `sampleClosed` has counted the last bytes of a closed forward, which stays in the status while others are closing.
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
    putBack: (counts) => {
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

/** The empty count of a forward that only another Postern has used today. */
const unused = createForwardCount()

const nameOf = ({ accountId, forwardId }: ForwardName): string => `${accountId} ${forwardId}`

const bytesOf = ({ traffic: { bytesIn, bytesOut } }: ForwardStatus): Bytes => ({ bytesIn, bytesOut })

const forwardsOf = (
  tunnels: readonly TunnelStatus[],
): readonly { readonly which: ForwardName; readonly forward: ForwardStatus }[] =>
  tunnels.flatMap(({ accountId, forwards }) =>
    forwards.map((forward) => ({ which: { accountId, forwardId: forward.id }, forward })),
  )
