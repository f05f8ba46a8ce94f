import type { Client } from 'ssh2'
import { isExchangingKeys, transportOf } from './client-internals.ts'
import { replaceIntake } from './packet-internals.ts'

/** How long packets of one connection are processed in one turn of the event loop. */
const turnMs = 10
/** A decipher of a key exchange cannot be stopped behind a packet, so it is fed in pieces. */
const pieceInKeyExchange = 4096

/**
 * Processes a server's packets for 10 ms in each turn of the event loop, and stops reading from its socket while more are left. Called
 * right after `client.connect`.
 *
 * SECURITY: ssh2 alone processes all that has arrived in one go. A flood of small packets held the event loop for 0.8 to 2.8 s, and with it
 * the mail of every other account and the window.
 */
export const limitTurns = (client: Client): void => {
  const transport = transportOf(client)
  let isTurnBegun = false
  let spentMs = 0
  let startedAt = 0
  const left: { rest?: Buffer | undefined } = {}

  const isUsedUp = (): boolean => spentMs + performance.now() - startedAt >= turnMs
  const endTurn = (): void => {
    isTurnBegun = false
    spentMs = 0
    const piece = left.rest
    if (piece === undefined) return
    left.rest = undefined
    // As ssh2 handles an error of its parser (lib/client.js).
    try {
      if (parseWithin(piece)) transport?.resume()
    } catch (error) {
      client.emit('error', error)
      transport?.end()
    }
  }
  /** Parses the chunk within the budget. Returns whether all of it was parsed. */
  const parseWithin = (chunk: Buffer): boolean => {
    if (!isTurnBegun) {
      isTurnBegun = true
      setImmediate(endTurn)
    }
    startedAt = performance.now()
    let at = 0
    while (at < chunk.length && intake?.isOver() === false && transport?.destroyed !== true) {
      if (isUsedUp()) {
        // A copy: the next read may reuse the memory.
        left.rest = Buffer.from(chunk.subarray(at))
        transport?.pause()
        break
      }
      at += intake.parse(chunk.subarray(at, isExchangingKeys(client) ? at + pieceInKeyExchange : chunk.length))
    }
    spentMs += performance.now() - startedAt
    return left.rest === undefined
  }
  const intake = replaceIntake(client, {
    isUsedUp,
    onChunk: (chunk) => {
      if (left.rest === undefined) parseWithin(chunk)
      else left.rest = Buffer.concat([left.rest, chunk])
    },
  })
}
