import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeGently } from './close-gently.ts'
import type { ConnectionEnding } from './listener.ts'
import { resetSocket } from './reset-socket.ts'

/** Bytes on their way to the SSH server before the mail client's socket is paused; ssh2's own mark is 2 MiB for each channel. */
const MOST_QUEUED = 256 * 1024

export interface Join {
  /** Bytes that were written to the mail client's socket. */
  readonly bytesIn: () => number
  /** Bytes that the mail client sent and that were written to the channel. */
  readonly bytesOut: () => number
  /** Resets both ends. */
  readonly abort: () => void
}

export interface JoinOptions {
  readonly answered: () => void
  readonly closed: (ending: ConnectionEnding) => void
  /** Asked once, of the first bytes of the mail client. Returned bytes are the last ones it reads, and nothing of it goes on. */
  readonly refusal?: ((firstBytes: Buffer) => Uint8Array | undefined) | undefined
  /** Asked once, where neither end has sent a byte for so many ms. */
  readonly silence?: { readonly ms: number; readonly refusal: () => Uint8Array } | undefined
}

/**
 * Joins a mail client's open socket to a channel, both ways, with back-pressure. An end of file is passed on as an end of file, and the
 * other direction stays open (RFC 4254 section 5.3). A reset is passed on as a reset: a message that the end of the connection cuts off
 * must not look complete to the mail client. `closed` is called once, later, when both ends are closed.
 */
export const join = (socket: Socket, channel: Duplex, on: JoinOptions): Join => {
  let bytesIn = 0
  let bytesOut = 0
  let answered = false
  let hasCalled = false
  let ending: ConnectionEnding | undefined
  const open = new Set<'socket' | 'channel'>(['socket', 'channel'])

  const gone = (end: 'socket' | 'channel'): void => {
    if (open.delete(end) && open.size === 0) on.closed(ending ?? 'finished')
  }
  const leaveChannel = (): void => {
    channel.destroy()
    gone('channel')
  }
  const reset = (cause: ConnectionEnding): void => {
    ending ??= cause
    resetSocket(socket)
    leaveChannel()
  }

  const turnAway = (lastWords: Uint8Array): void => {
    ending ??= 'turned-away'
    leaveChannel()
    socket.end(lastWords)
    closeGently(socket)
  }
  const { silence } = on
  const silent = silence === undefined ? undefined : setTimeout(() => turnAway(silence.refusal()), silence.ms)

  // Mail client → mail server.
  const goOn = (): void => {
    if (socket.isPaused() && channel.writableLength < MOST_QUEUED / 2) socket.resume()
  }
  const endChannel = (): void => {
    if (channel.writable) channel.end()
  }
  socket.on('data', (chunk: Buffer) => {
    // A channel that is no longer writable will emit `close`, which decides about the socket.
    if (!channel.writable) return
    if (!hasCalled) {
      hasCalled = true
      clearTimeout(silent)
      const refusal = on.refusal?.(chunk)
      if (refusal !== undefined) {
        turnAway(refusal)
        return
      }
    }
    bytesOut += chunk.length
    channel.write(chunk, goOn)
    if (channel.writableLength >= MOST_QUEUED) socket.pause()
  })
  socket.on('end', endChannel)

  // Mail server → mail client.
  channel.on('data', (chunk: Buffer) => {
    if (!answered) {
      answered = true
      clearTimeout(silent)
      on.answered()
    }
    const taken = socket.write(chunk, () => {
      // Node reports no error for a write that the end of the socket cuts off.
      if (!socket.destroyed) bytesIn += chunk.length
    })
    if (!taken) channel.pause()
  })
  socket.on('drain', () => channel.resume())
  channel.on('end', () => socket.end())

  // The mail client is gone. A reset is passed on at once; after a clean end its last bytes may still be on their way.
  socket.on('error', () => undefined)
  socket.on('close', (hadError) => {
    clearTimeout(silent)
    if (hadError || !socket.readableEnded || !socket.writableFinished) ending ??= 'reset-by-client'
    if (ending !== undefined || channel.writableFinished) leaveChannel()
    else channel.once('finish', leaveChannel)
    gone('socket')
  })

  // The channel is gone, with the SSH connection (an error) or alone.
  channel.on('error', () => {
    if (ending !== 'turned-away') reset('reset-by-server')
  })
  channel.on('close', () => {
    if (ending === 'turned-away') return
    if (!channel.readableEnded) {
      reset('reset-by-server')
      return
    }
    gone('channel')
    // The server takes no more, while its own last words may still wait for a slow mail client.
    if (!socket.readableEnded && !socket.destroyed) closeGently(socket, () => (ending ??= 'reset-by-server'))
  })

  if (channel.destroyed) {
    // The channel closed between its opening and this call.
    reset('reset-by-server')
  } else {
    if (socket.readableEnded) endChannel()
    socket.resume()
  }
  return { bytesIn: () => bytesIn, bytesOut: () => bytesOut, abort: () => reset('listener-closed') }
}
