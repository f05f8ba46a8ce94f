import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'

/** How long the last packets may take to leave before the socket is cut. */
const goodbyeMs = 2000

/** Ends the connection as RFC 4253 section 11.1 has it, and cuts a stream whose peer does not answer that. */
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
