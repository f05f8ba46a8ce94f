/**
 * How large a channel's receive window is (RFC 4254 section 5.2) and when the server gets new credit. ssh2 keeps to 2 MiB, as OpenSSH
 * does, so that a long fat link idles: 1 Gbit/s at 200 ms holds 24 MiB. Sizes are in bytes, times in ms of a monotonic clock.
 */
export interface ReceiveWindow {
  readonly size: number
  /** Where the round trip that is being watched began, and what the reader has taken since. */
  readonly watchedSince: number
  readonly takenSince: number
}

/** Memory for windows beyond their first size, of all channels of a connection together. */
export interface WindowBudget {
  left: number
}

export const firstWindowSize = 2 * 1024 * 1024
export const largestWindowSize = 32 * 1024 * 1024
/** Credit in pieces of this size costs a packet for every 32 of data. */
const creditPiece = 1024 * 1024

/**
 * SECURITY: a server can fill every byte of window while the mail client reads nothing. Growth is bounded for the connection, not for
 * the channel, so that it does not multiply with the number of channels.
 */
export const createWindowBudget = (): WindowBudget => ({ left: largestWindowSize - firstWindowSize })

export const newReceiveWindow = (now: number): ReceiveWindow => ({ size: firstWindowSize, watchedSince: now, takenSince: 0 })

/**
 * The window after the reader has taken `taken` bytes more: twice as large where more than half of it was taken within one round trip,
 * since then credit may run out before new credit arrives. What it grows by is taken from `budget`. A reader that is slow, or a link
 * that is short, never makes it grow. Without a known round trip it stays.
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
 * The credit to give now: what is missing to the full window, where it is worth a packet. `remaining` is what the server may still send.
 * To be asked only while the reader's stream has room: credit that is held back is what holds a server back.
 */
export const creditDue = ({ size }: ReceiveWindow, remaining: number): number => {
  const missing = size - remaining
  return missing >= Math.min(size / 2, creditPiece) ? missing : 0
}
