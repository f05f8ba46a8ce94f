import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Counters of a stream, read without touching it, in bytes. */
export interface StreamCounters {
  /** All bytes from the peer. */
  readonly received: number
  /** All written bytes that have left Node's queue. */
  readonly sent: number
  /** Written bytes that are still in Node's queue. */
  readonly waiting: number
  /** Bytes in libuv of a write that the kernel accepted in part; `sent` grows only when the whole write is done. */
  readonly queued: number
}

/** Counts a stream's bytes: a socket's own counters, which cost nothing, or each chunk as it comes on a channel through a jump host. */
export const countStream = (stream: Duplex): (() => StreamCounters) => {
  if (stream instanceof Socket)
    return () => ({
      received: stream.bytesRead,
      sent: stream.bytesWritten - stream.writableLength,
      waiting: stream.writableLength,
      queued: queuedByLibuv(stream),
    })
  let received = 0
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  return () => ({ received, sent: 0, waiting: 0, queued: stream.writableLength })
}

/** Node keeps this figure on the handle alone. Without it a long write on a slow network only looks like standstill. */
const queuedByLibuv = (socket: Socket): number => {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: unknown } | null }
  return typeof handle?.writeQueueSize === 'number' ? handle.writeQueueSize : 0
}
