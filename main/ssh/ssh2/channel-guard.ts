import { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { channelWindows, type ChannelWindows } from './channel-internals.ts'
import { transportOf } from './client-internals.ts'
import { writeGateOf } from './write-gate.ts'

/** OpenSSH takes packets of 32 KiB and the smallest servers some hundreds of bytes; 0 would have ssh2 loop for ever. */
const SMALLEST_PACKET = 256

/**
 * Makes a channel of ssh2 one that a hostile server cannot turn against us, and that ends as a stream of Node ends. To be called when
 * the channel is made, before anything is written and before anything comes.
 *
 * - `misbehaved` is called, at once or later, with what the server did against RFC 4254; the caller ends the connection.
 * - Writes wait while the SSH socket is behind.
 * - SSH_MSG_CHANNEL_CLOSE without SSH_MSG_CHANNEL_EOF is an end of file (RFC 4254 section 5.3), as in OpenSSH's ssh: all that came before it
 *   is read first. The servers of Go's gliderlabs/ssh end each channel so.
 * - The end of the connection gives `close` without `end`, at once and also where bytes lie unread; ssh2 alone gives a clean `end`, and
 *   nothing at all while nobody reads.
 * - `destroy` closes the channel and drops what is queued; ssh2's own writes it out first.
 */
export const guardChannel = (client: Client, channel: ClientChannel, misbehaved: (what: Misbehaviour) => void): void => {
  const windows = channelWindows(channel)
  destroyForGood(channel)
  if (windows === undefined) return
  if (windows.outgoing.packetSize < SMALLEST_PACKET) {
    // SECURITY: ssh2 cuts what it writes into pieces of this size; with 0 the loop never ends and the program stands still.
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
  // ssh2 drops what comes at a window of exactly 0, in silence. One byte more on our side alone lets each byte too many be seen here.
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
      // ssh2 pushes null for EOF, for CLOSE and for the end of the connection, of which only the first counts. It reads what came before the
      // socket was closed first, so that a CLOSE finds the socket there.
      ended ||= incoming.state === 'eof' || !isCut()
      if (ended) return push(null)
      Duplex.prototype.destroy.call(channel)
      return false
    }
    return isOverrun() ? false : push(chunk)
  }
}

/** A chunk of this size is worth a Buffer of its own; a reader with less unread is not behind. */
const worthABuffer = 4096
const gatherBytes = 64 * 1024

/**
 * The channel's own `push`, but for small chunks that come while much lies unread: these are gathered, and pushed together once the reader has
 * caught up.
 *
 * SECURITY: each Buffer costs some hundreds of bytes, so that a window of 2 MiB that a server fills byte by byte would take the memory of 800 MiB.
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
