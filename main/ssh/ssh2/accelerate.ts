import type { Client } from 'ssh2'
import { createAesGcmReader, createAesGcmWriter } from './aes-gcm-packets.ts'
import { reuseReadBuffer } from './bulk-read-socket.ts'
import { createWindowBudget, creditDue, firstWindowSize, newReceiveWindow, windowAfter } from './receive-window.ts'
import { logInWithoutWaiting, signAtOnce } from './userauth-internals.ts'
import { measureRoundTrip, transportOf } from './client-internals.ts'
import { replaceCipher, replaceDecipher } from './cipher-internals.ts'
import { replaceWindowRefill } from './channel-internals.ts'

/**
 * Makes a client of ssh2 fast. To be called right after `client.connect`, before anything has come. Every part stands by itself, and
 * where ssh2 is not as it was, that part is left out and ssh2 works as it does alone. `npm run bench` tells what they are worth.
 */
export const accelerate = (client: Client): void => {
  signAtOnce(client)
  logInWithoutWaiting(client)
  // Each key exchange, the first and those that the server asks for later, makes new ciphers.
  client.on('handshake', () => {
    replaceCipher(client, (state, write) => createAesGcmWriter(state, { sequence: state.sequence, write }))
    const isOurs = replaceDecipher(client, (state, onPayload) => createAesGcmReader(state, { sequence: state.sequence, onPayload }))
    const transport = transportOf(client)
    // Packets of the key exchange itself are kept by ssh2 in slices; this is called when it is over.
    if (transport !== undefined) reuseReadBuffer(transport, isOurs)
  })
  growWindows(client)
}

/** How long a measured round trip is believed. */
const believedMs = 5000

const growWindows = (client: Client): void => {
  const budget = createWindowBudget()
  /** The shortest seen: one that waited behind data says how long the queue is, not how long the link. */
  let rttMs: number | undefined
  let measuredAt = -Infinity
  const measure = (now: number): void => {
    if (now - measuredAt < believedMs) return
    measuredAt = now
    void measureRoundTrip(client).then((measured) => {
      if (measured !== undefined) rttMs = Math.min(measured, rttMs ?? Infinity)
    })
  }
  client.once('ready', () => measure(performance.now()))

  replaceWindowRefill(client, ({ channel, windows, giveCredit }) => {
    let window = newReceiveWindow(performance.now())
    let unread = channel.readableLength
    channel.once('close', () => {
      budget.left += window.size - firstWindowSize
      window = newReceiveWindow(0)
    })
    return (arrived, wanted) => {
      const now = performance.now()
      measure(now)
      const taken = arrived + unread - channel.readableLength
      unread = channel.readableLength
      window = windowAfter(window, taken, { now, rttMs, budget })
      const credit = wanted ? creditDue(window, windows.incoming.window) : 0
      if (credit > 0) giveCredit(credit)
    }
  })
}
