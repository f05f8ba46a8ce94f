/**
 * The size of a channel's receive window (RFC 4254 section 5.2), and the moments of new credit for the server. ssh2 keeps to 2 MiB, as
 * OpenSSH does, so that a long fat network idles: 1 Gbit/s at 200 ms holds 24 MiB. Sizes are in bytes, times in ms of a monotonic clock.
 */
export interface ReceiveWindow {
  readonly size: number
  /** The start of the round trip that is being watched, and the bytes that the reader has read since. */
  readonly watchedSince: number
  readonly takenSince: number
}

/** Memory for windows beyond their first size, for all channels of a connection together. */
export interface WindowBudget {
  left: number
}

export const firstWindowSize = 2 * 1024 * 1024
export const largestWindowSize = 32 * 1024 * 1024
/** Credit in pieces of this size costs one packet for every 32 of data. */
const creditPiece = 1024 * 1024

/**
 * SECURITY: a server can fill every byte of window while the mail client reads nothing. Growth is bounded for the connection, not for
 * the channel, so that it does not multiply with the number of channels.
 */
export const createWindowBudget = (): WindowBudget => ({ left: largestWindowSize - firstWindowSize })

export const newReceiveWindow = (now: number): ReceiveWindow => ({ size: firstWindowSize, watchedSince: now, takenSince: 0 })

/**
 * The window after the reader has read `taken` bytes more. It doubles if more than half of it was read within one round trip, because
 * credit may then run out before new credit arrives. The growth is taken from `budget`. With a slow reader or a near server it never grows,
 * nor without a known round trip.
 */
export const windowAfter = (
  window: ReceiveWindow,
  taken: number,
  { now, rttMs, budget }: { readonly now: number; readonly rttMs: number | undefined; readonly budget: WindowBudget },
): ReceiveWindow => {
  if (rttMs === undefined) return window
  const takenSince = window.takenSince + taken
  const isOver = now - window.watchedSince >= rttMs
  if (takenSince > window.size / 2 && !isOver) {
    const growth = Math.min(window.size, largestWindowSize - window.size, budget.left)
    budget.left -= growth
    return { size: window.size + growth, watchedSince: now, takenSince: 0 }
  }
  return isOver ? { ...window, watchedSince: now, takenSince: 0 } : { ...window, takenSince }
}

/**
 * The credit to give now: the bytes that are missing to the full window, if they are worth a packet. `remaining` is the number of bytes
 * that the server may still send. Call it only while the reader's stream has room, because only missing credit holds a server back.
 */
export const creditDue = ({ size }: ReceiveWindow, remaining: number): number => {
  const missing = size - remaining
  return missing >= Math.min(size / 2, creditPiece) ? missing : 0
}
