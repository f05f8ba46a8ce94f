import type { Socket } from 'node:net'

/**
 * Closes `socket` with a TCP reset, so that its owner does not take what came for the whole. Does nothing to one that is closed.
 *
 * While the end of file of `socket.end()` is on its way to the kernel, libuv refuses a reset (EINVAL), and Node then leaves the handle
 * open without ever emitting `close`; such a socket is closed plainly, since its owner was told of the end already.
 */
export const resetSocket = (socket: Socket): void => {
  if (socket.destroyed) return
  const isShuttingDown = socket.writableEnded && socket.writableLength === 0 && !socket.writableFinished
  if (isShuttingDown) socket.destroy()
  else socket.resetAndDestroy()
}
