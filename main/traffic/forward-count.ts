import type { Bytes } from '../../contract/traffic.ts'
import { addBytes, noBytes } from './bytes.ts'

const secondsShown = 60

/** Follows the running totals of one forward. */
export interface ForwardCount {
  /** Records the totals and returns the bytes since the last record. Totals that are lower than before have begun again at zero. */
  readonly take: (totals: Bytes) => Bytes
  /** Records the last totals of a listener. The next totals begin at zero, even if they are higher. */
  readonly takeLast: (totals: Bytes) => Bytes
  /** Ends the running second. `seconds` is above 1 if the machine was too busy to end each second in time. */
  readonly endSecond: (seconds: number) => void
  readonly sinceStart: () => Bytes
  /** The last 60 seconds that have ended, the oldest first. */
  readonly seconds: () => readonly Bytes[]
}

export const createForwardCount = (): ForwardCount => {
  let taken = noBytes
  let sum = noBytes
  let running = noBytes
  let seconds: readonly Bytes[] = Array.from({ length: secondsShown }, () => noBytes)

  const take = (totals: Bytes): Bytes => {
    const fresh = { bytesIn: grown(taken.bytesIn, totals.bytesIn), bytesOut: grown(taken.bytesOut, totals.bytesOut) }
    taken = totals
    sum = addBytes(sum, fresh)
    running = addBytes(running, fresh)
    return fresh
  }

  return {
    take,
    takeLast: (totals) => {
      const fresh = take(totals)
      taken = noBytes
      return fresh
    },
    endSecond: (count) => {
      const missed = Array.from({ length: Math.min(count, secondsShown) - 1 }, () => noBytes)
      seconds = [...seconds, ...missed, running].slice(-secondsShown)
      running = noBytes
    },
    sinceStart: () => sum,
    seconds: () => seconds,
  }
}

const grown = (before: number, total: number): number => (total >= before ? total - before : total)
