import { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import type { Misbehaviour } from '../../../contract/reason.ts'
import { channelWindows, transportOf, type ChannelWindows } from './ssh2-internals.ts'
import { writeGateOf } from './write-gate.ts'

/** OpenSSH takes packets of 32 KiB and the smallest servers some hundreds of bytes; 0 would have ssh2 loop for ever. */
const SMALLEST_PACKET = 256

/**
 * Makes a channel of ssh2 one that a hostile server cannot turn against us, and that ends as a stream of Node ends. To be called in
 * the callback that brings the channel, before anything is written.
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
  const push = channel.push.bind(channel)
  let ended = false
  let overrun = false
  channel.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk === null) {
      // ssh2 pushes null for EOF, for CLOSE and for the end of the connection, of which only the first counts. It reads what came before the
      // socket was closed first, so that a CLOSE finds the socket there.
      ended ||= incoming.state === 'eof' || !isCut()
      if (ended) return push(null)
      Duplex.prototype.destroy.call(channel)
      return false
    }
    // SECURITY: a server that sends more than its window would fill the memory (383 MiB were seen).
    if (incoming.window < 1 && !overrun) {
      overrun = true
      misbehaved({ reason: 'window-exceeded' })
    }
    return overrun ? false : push(chunk, encoding)
  }
}
