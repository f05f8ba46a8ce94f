import type { Socket } from 'node:net'
import type { HoldLimits } from './listener.ts'

/** A socket of a mail client that is not served yet. None of its data has been passed on. */
export interface WaitingSocket {
  readonly socket: Socket
  /** Reading of the monotonic clock, in ms. */
  readonly arrivedAt: number
}

/** Sockets that wait for a connection, in the order in which they came. */
export interface HeldSockets {
  /** Holds a socket, or returns the reason why it cannot. A socket that was held before gets its old place. */
  readonly hold: (waiting: WaitingSocket) => 'held' | 'too-many' | 'held-too-long' | 'gone'
  readonly size: () => number
  /** Returns all sockets, and holds none of them any longer. */
  readonly release: () => readonly WaitingSocket[]
}

/**
 * Holds sockets, bounded in number and time. In memory each costs at most the stream's own mark and one read, because its data stays in the
 * stream and in the kernel. A socket that the mail client resets, or ends without having sent a byte, is dropped. `tooLong` is called with
 * each socket whose time is over.
 */
export const createHeldSockets = (limits: HoldLimits, tooLong: (waiting: WaitingSocket) => void): HeldSockets => {
  /** Each socket with the function that stops watching it. */
  const held = new Map<WaitingSocket, () => void>()

  const drop = (waiting: WaitingSocket): void => {
    held.get(waiting)?.()
    held.delete(waiting)
  }
  const hold: HeldSockets['hold'] = (waiting) => {
    const { socket } = waiting
    if (socket.destroyed) return 'gone'
    const leftMs = waiting.arrivedAt + limits.heldMs - performance.now()
    if (leftMs <= 0) return 'held-too-long'
    if (held.size >= limits.heldSockets) return 'too-many'
    const giveUp = (): void => {
      drop(waiting)
      socket.destroy()
    }
    if (socket.readableEnded) {
      giveUp()
      return 'gone'
    }
    const timer = setTimeout(() => {
      drop(waiting)
      tooLong(waiting)
    }, leftMs)
    socket.once('end', giveUp)
    socket.once('close', giveUp)
    held.set(waiting, () => {
      clearTimeout(timer)
      socket.off('end', giveUp)
      socket.off('close', giveUp)
    })
    // Reads ahead without emitting data: otherwise neither an end nor a reset is noticed.
    socket.read(0)
    return 'held'
  }
  return {
    hold,
    size: () => held.size,
    release: () => {
      const all = [...held.keys()].sort((one, other) => one.arrivedAt - other.arrivedAt)
      for (const waiting of all) drop(waiting)
      return all
    },
  }
}
