import { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { channelWindows, type ChannelWindows } from './channel-internals.ts'
import { transportOf } from './client-internals.ts'
import { writeGateOf } from './write-gate.ts'

/** OpenSSH accepts packets of 32 KiB, and the smallest servers some hundreds of bytes. With 0 ssh2 would loop for ever. */
const SMALLEST_PACKET = 256

/**
 * Guards a channel of ssh2 against a hostile server, and makes it end as a stream of Node ends. Call it when the channel is made, before
 * anything is written or arrives.
 *
 * - `misbehaved` is called, at once or later, with the server's breach of RFC 4254; the caller ends the connection.
 * - Writes wait while the queue of the SSH socket is full.
 * - SSH_MSG_CHANNEL_CLOSE without SSH_MSG_CHANNEL_EOF is an end of file (RFC 4254 section 5.3), as in OpenSSH's ssh: the bytes
 *   before it are read first. The servers of Go's gliderlabs/ssh end each channel so.
 * - The end of the connection emits `close` without `end`, at once and even before unread bytes are read; ssh2 alone emits a clean `end`,
 *   and nothing at all while nobody reads.
 * - `destroy` closes the channel and drops the queued bytes; ssh2's own writes them first.
 */
export const guardChannel = (client: Client, channel: ClientChannel, misbehaved: (what: Misbehaviour) => void): void => {
  const windows = channelWindows(channel)
  destroyForGood(channel)
  if (windows === undefined) return
  if (windows.outgoing.packetSize < SMALLEST_PACKET) {
    // SECURITY: ssh2 cuts its writes into pieces of this size; with 0 the loop never ends, and the program stands still.
    channel.destroy()
    misbehaved({ reason: 'packets-too-small', bytes: windows.outgoing.packetSize })
    return
  }
  boundWrites(client, channel)
  watchReads(channel, windows, { misbehaved, isCut: () => transportOf(client)?.destroyed !== false })
}

const destroyForGood = (channel: ClientChannel): void => {
  channel.destroy = (error?: Error) => {
    channel.close()
    return Duplex.prototype.destroy.call(channel, error) as ClientChannel
  }
}

const boundWrites = (client: Client, channel: ClientChannel): void => {
  const gate = writeGateOf(client)
  const write = channel._write.bind(channel)
  channel._write = (chunk, encoding, callback) => gate.pass(() => write(chunk, encoding, callback))
}

const watchReads = (
  channel: ClientChannel,
  { incoming }: ChannelWindows,
  { misbehaved, isCut }: { readonly misbehaved: (what: Misbehaviour) => void; readonly isCut: () => boolean },
): void => {
  // At a window of exactly 0 ssh2 silently drops data. With one byte more on our side alone, each byte beyond the window is noticed here.
  incoming.window += 1
  const push = gatherUnread(channel)
  let ended = false
  let overrun = false
  // SECURITY: a server that sends more than its window would fill the memory (383 MiB were seen).
  const isOverrun = (): boolean => {
    if (incoming.window < 1 && !overrun) {
      overrun = true
      misbehaved({ reason: 'window-exceeded' })
    }
    return overrun
  }
  const pushError = channel.stderr.push.bind(channel.stderr)
  channel.stderr.push = (chunk: Buffer | null, encoding?: BufferEncoding) =>
    chunk !== null && isOverrun() ? false : pushError(chunk, encoding)
  channel.push = (chunk: Buffer | null) => {
    if (chunk === null) {
      // ssh2 pushes null for EOF, for CLOSE and for the end of the connection, of which only the first counts. It handles bytes from before
      // the socket was closed first, so the socket is still open at a CLOSE.
      ended ||= incoming.state === 'eof' || !isCut()
      if (ended) return push(null)
      Duplex.prototype.destroy.call(channel)
      return false
    }
    return isOverrun() ? false : push(chunk)
  }
}

/** The least size of a chunk that is worth a Buffer of its own. A reader with fewer unread bytes is not behind. */
const worthABuffer = 4096
const gatherBytes = 64 * 1024

/**
 * Returns a `push` for the channel that gathers small chunks while the reader is behind, and pushes them together once it has caught up.
 *
 * SECURITY: each Buffer costs some hundreds of bytes, so a window of 2 MiB that a server fills byte by byte would use 800 MiB of memory.
 */
const gatherUnread = (channel: ClientChannel): ((chunk: Buffer | null) => boolean) => {
  const push = channel.push.bind(channel)
  const read = channel.read.bind(channel)
  let gathered: Buffer | undefined
  let length = 0
  const pushGathered = (): void => {
    if (gathered === undefined) return
    const chunk = gathered.subarray(0, length)
    gathered = undefined
    push(chunk)
  }
  channel.read = (size?: number): unknown => {
    const chunk: unknown = read(size)
    if (channel.readableLength < worthABuffer) pushGathered()
    return chunk
  }
  return (chunk) => {
    const isSmall = chunk !== null && chunk.length < worthABuffer
    const isBehind = gathered !== undefined || channel.readableLength >= worthABuffer
    if (!isSmall || !isBehind) {
      pushGathered()
      return push(chunk)
    }
    if (gathered !== undefined && length + chunk.length > gathered.length) pushGathered()
    if (gathered === undefined) {
      gathered = Buffer.allocUnsafeSlow(gatherBytes)
      length = 0
    }
    gathered.set(chunk, length)
    length += chunk.length
    return false
  }
}
