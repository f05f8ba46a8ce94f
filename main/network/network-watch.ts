import { networkInterfaces } from 'node:os'
import { missedMs } from './missed-time.ts'
import type { Clocks } from './missed-time.ts'
import { ownAddresses } from './own-addresses.ts'
import type { Interfaces } from './own-addresses.ts'

/** A change of the network, reported once the network has settled. */
export interface NetworkChange {
  readonly isOnline: boolean
  /** The time for which the computer slept or this process was stopped, in ms; 0 if neither happened. */
  readonly missedMs: number
}

export interface NetworkWatchOptions {
  readonly onChanged: (change: NetworkChange) => void
  readonly interfaces?: () => Interfaces
  readonly clocks?: () => Clocks
  /** The interval between looks. */
  readonly everyMs?: number
  /** The interval between looks until the network has settled, because a new network adds its addresses one by one. */
  readonly settleMs?: number
}

export interface NetworkWatch {
  /** Whether this computer has an address beside its loopback and link-local ones, as of at most half a second ago. */
  readonly isOnline: () => boolean
  readonly close: () => void
}

const freshMs = 500
// A network that does not settle is reported after so many looks.
const mostUnsettledLooks = 5

const systemClocks = (): Clocks => ({ wall: Date.now(), monotonic: performance.now() })

/**
 * Watches this computer's network and sleeps for every shell. It polls, because Node has no event for either. A look costs less than a tenth
 * of a millisecond, and the timer keeps no process alive. Several changes in a row are reported once.
 */
export const watchNetwork = (options: NetworkWatchOptions): NetworkWatch => {
  const { interfaces = networkInterfaces, clocks = systemClocks, everyMs = 3000, settleMs = 1000 } = options
  let seen: { readonly addresses: string; readonly at: number } | undefined
  let unsettledLooks = 0
  let missed = 0
  let timer: NodeJS.Timeout | undefined

  /** Reads the addresses and returns whether they have changed since the last look. */
  const look = (): boolean => {
    const before = seen?.addresses
    seen = { addresses: readAddresses(interfaces) ?? before ?? unknown, at: clocks().monotonic }
    return before !== undefined && seen.addresses !== before
  }
  const isOnline = (): boolean => seen?.addresses !== ''

  const wait = (delayMs: number): void => {
    clearTimeout(timer)
    const since = clocks()
    timer = setTimeout(() => wake(missedMs(since, clocks(), delayMs)), delayMs).unref()
  }

  const wake = (missedNow: number): void => {
    missed = Math.max(missed, missedNow)
    const isMoving = look() || missedNow > 0
    if (isMoving) unsettledLooks += 1
    if (unsettledLooks > 0 && (!isMoving || unsettledLooks >= mostUnsettledLooks)) {
      const change = { isOnline: isOnline(), missedMs: missed }
      unsettledLooks = 0
      missed = 0
      options.onChanged(change)
    }
    wait(unsettledLooks > 0 ? settleMs : everyMs)
  }

  wait(everyMs)
  return {
    isOnline: () => {
      const ageMs = clocks().monotonic - (seen?.at ?? -Infinity)
      if (ageMs >= freshMs && look()) {
        unsettledLooks += 1
        wait(settleMs)
      }
      return isOnline()
    },
    close: () => clearTimeout(timer),
  }
}

// If the OS cannot list the addresses, assume online.
const unknown = 'unknown'

const readAddresses = (interfaces: () => Interfaces): string | undefined => {
  try {
    return ownAddresses(interfaces())
  } catch {
    return undefined
  }
}
