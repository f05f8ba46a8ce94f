import type { Socket } from 'node:net'
import type { LinkOptions } from './slow-network.ts'

interface Parcel {
  readonly chunk: Buffer
  readonly dueAt: number
}

/**
 * What may wait for a link of its rate, in ms, before the sender is held back. More than the 200 ms after which TCP sends again: a
 * sender that is held back on loopback now and then loses a packet to a full receive buffer, and the link must not run dry meanwhile.
 */
const queueMs = 500
/** What may wait for a far end that reads slowly. */
const mostUnread = 32 * 1024 * 1024
const smallestSlice = 1460

/**
 * One direction of a link: what is read from `from` is written to `to` after half the round trip, at the link's rate. An end of file
 * takes the same time. The sender is held back when the queue is full, as TCP would be by a full window.
 */
export const createLine = (
  from: Socket,
  to: Socket,
  { rttMs, bitsPerSecond = Infinity }: Omit<LinkOptions, 'targetPort'>,
): void => {
  const bytesPerMs = bitsPerSecond / 8000
  const slice = Number.isFinite(bytesPerMs) ? Math.max(smallestSlice, Math.floor(bytesPerMs)) : Infinity
  const parcels: Parcel[] = []
  let head = 0
  /** When the last byte taken so far has left the sender's end. */
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
