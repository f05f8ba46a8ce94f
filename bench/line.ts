import type { Socket } from 'node:net'
import type { NetworkOptions } from './slow-network.ts'

interface Parcel {
  readonly chunk: Buffer
  readonly dueAt: number
}

/**
 * The longest queue, as the ms that the network needs to send it, before the sender is paused. It is longer than the 200 ms after which TCP
 * sends again: a sender that is paused on loopback sometimes loses a packet to a full receive buffer, and the queue must not become empty
 * meanwhile.
 */
const queueMs = 500
/** The most bytes that wait for a far end that reads slowly. */
const mostUnread = 32 * 1024 * 1024
const smallestSlice = 1460

/**
 * One direction of a simulated network: bytes from `from` are written to `to` after half the round trip, at the network's rate. An end of
 * file takes the same time. The sender is paused while the queue is full, as a full window would pause TCP.
 */
export const createLine = (
  from: Socket,
  to: Socket,
  { rttMs, bitsPerSecond = Infinity }: Omit<NetworkOptions, 'targetPort'>,
): void => {
  const bytesPerMs = bitsPerSecond / 8000
  const slice = Number.isFinite(bytesPerMs) ? Math.max(smallestSlice, Math.floor(bytesPerMs)) : Infinity
  const parcels: Parcel[] = []
  let head = 0
  /** The time at which the last byte that was read leaves the sender's end. */
  let freeAt = 0
  let endAt: number | undefined
  let timer: NodeJS.Timeout | undefined

  const isFull = (now: number): boolean => freeAt - now >= queueMs || to.writableLength >= mostUnread
  const schedule = (): void => {
    if (timer !== undefined) return
    const next = parcels[head]?.dueAt ?? endAt
    if (next !== undefined) timer = setTimeout(deliver, Math.max(0, next - performance.now()))
  }
  const deliver = (): void => {
    timer = undefined
    const now = performance.now()
    to.cork()
    for (let parcel = parcels[head]; parcel !== undefined && parcel.dueAt <= now; parcel = parcels[head]) {
      to.write(parcel.chunk)
      head += 1
    }
    to.uncork()
    if (head > 1024 || head === parcels.length) {
      parcels.splice(0, head)
      head = 0
    }
    if (parcels.length === 0 && endAt !== undefined && endAt <= now) {
      endAt = undefined
      to.end()
    }
    if (!isFull(now)) from.resume()
    schedule()
  }
  from.on('data', (chunk: Buffer) => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now)
    for (let start = 0; start < chunk.length; start += slice) {
      const part = chunk.subarray(start, Math.min(chunk.length, start + slice))
      freeAt += part.length / bytesPerMs
      parcels.push({ chunk: part, dueAt: freeAt + rttMs / 2 })
    }
    if (isFull(now)) from.pause()
    schedule()
  })
  to.on('drain', () => {
    if (!isFull(performance.now())) from.resume()
  })
  from.on('end', () => {
    endAt = Math.max(freeAt, performance.now()) + rttMs / 2
    schedule()
  })
}
