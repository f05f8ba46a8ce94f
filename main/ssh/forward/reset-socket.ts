import type { Socket } from 'node:net'

/**
 * Closes `socket` with a TCP reset, so that its peer does not take the bytes that came for the whole. Does nothing to a closed socket.
 *
 * While the end of file of `socket.end()` is on its way to the kernel, libuv refuses a reset (EINVAL), and Node then leaves the handle open
 * without ever emitting `close`. Such a socket is closed without a reset, because its peer receives the end of file anyway.
 */
export const resetSocket = (socket: Socket): void => {
  if (socket.destroyed) return
  const isShuttingDown = socket.writableEnded && socket.writableLength === 0 && !socket.writableFinished
  if (isShuttingDown) socket.destroy()
  else socket.resetAndDestroy()
}
