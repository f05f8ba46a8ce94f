import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What can be seen of a link without touching it, in bytes. */
export interface StreamCounters {
  /** All that came from the peer. */
  readonly received: number
  /** All that the kernel took of what was written. */
  readonly taken: number
  /** What is written and not taken yet. */
  readonly waiting: number
  /** What libuv holds of a write that the kernel took in part; `taken` moves only when the whole of it is gone. */
  readonly queued: number
}

/**
 * Counts a stream's bytes: a socket's own counters, which cost nothing, or those of a channel through a jump host, where each chunk is
 * counted as it comes.
 */
export const countStream = (stream: Duplex): (() => StreamCounters) => {
  if (stream instanceof Socket)
    return () => ({
      received: stream.bytesRead,
      taken: stream.bytesWritten - stream.writableLength,
      waiting: stream.writableLength,
      queued: queuedByLibuv(stream),
    })
  let received = 0
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  return () => ({ received, taken: 0, waiting: 0, queued: stream.writableLength })
}

/** Node keeps this figure on the handle alone; without it a long write on a slow link looks like standstill, nothing worse. */
const queuedByLibuv = (socket: Socket): number => {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: unknown } | null }
  return typeof handle?.writeQueueSize === 'number' ? handle.writeQueueSize : 0
}
