import type { Socket } from 'node:net'

/** How long a mail client's last words are read and dropped when nobody takes more of them; as nginx's lingering_close. */
const lingerMs = 2_000

/**
 * Closes a socket so that its owner reads all that was written to it. To close it with bytes of the owner unread would make the kernel reset it and
 * throw away what is on its way, so for a while they are read and dropped. `forced` is called where the owner does not close in time.
 */
export const closeGently = (socket: Socket, forced?: () => void): void => {
  const close = (): void => {
    const timer = setTimeout(() => {
      forced?.()
      socket.destroy()
    }, lingerMs)
    socket.once('close', () => clearTimeout(timer))
  }
  socket.resume()
  if (socket.writableFinished) close()
  else socket.once('finish', close)
}
