import type { Bytes } from '../../contract/traffic.ts'
import { addBytes, noBytes } from './bytes.ts'

const secondsShown = 60

/** Follows the running totals of one forward. */
export interface ForwardCount {
  /** Takes the totals as they stand and gives what has come since they were last taken. Totals that fell have begun again at zero. */
  readonly take: (totals: Bytes) => Bytes
  /** Takes the totals for the last time before they begin again at zero, however many come after. */
  readonly takeLast: (totals: Bytes) => Bytes
  /** Ends the second that runs; `seconds` above 1 where the machine was too busy to end each. */
  readonly endSecond: (seconds: number) => void
  readonly sinceStart: () => Bytes
  /** Those that have ended, the oldest first; always 60. */
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
