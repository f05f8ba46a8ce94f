import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'

/** The time for the last packets before the socket is destroyed. */
const goodbyeMs = 2000

/** Ends the connection as in RFC 4253 section 11.1, and destroys the stream if the peer does not close it. */
export const sendDisconnect = async (client: Client, stream: Duplex): Promise<void> => {
  client.end()
  if (stream.destroyed) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      stream.destroy()
      resolve()
    }, goodbyeMs)
    stream.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
