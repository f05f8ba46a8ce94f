import type { Socket } from 'node:net'
import type { HoldLimits } from './listener.ts'

/** A mail client that dialled and is not served yet. Nothing of what it sent has been passed on. */
export interface WaitingSocket {
  readonly socket: Socket
  /** Reading of the monotonic clock, in ms. */
  readonly arrivedAt: number
}

/** Sockets that wait for a connection, in the order in which they came. */
export interface HeldSockets {
  /** Takes a socket in; the answer is why it could not be. A socket that was held before takes its old place. */
  readonly hold: (waiting: WaitingSocket) => 'held' | 'too-many' | 'held-too-long' | 'gone'
  readonly size: () => number
  /** Gives all of them away. */
  readonly release: () => readonly WaitingSocket[]
}

/**
 * Holds sockets, bounded in number and time. In memory each costs at most the stream's own mark and one read, since its data is left
 * in the stream and in the kernel. A mail client that resets its socket, or ends it without having sent a byte, has given up: its
 * socket is dropped. `tooLong` gets those whose time is over.
 */
export const createHeldSockets = (limits: HoldLimits, tooLong: (waiting: WaitingSocket) => void): HeldSockets => {
  /** With the function that stops watching each. */
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
    // Reads ahead, but gives nothing out: without it neither an end nor a reset is noticed.
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
