import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serveParent } from './child.ts'
import type { Load } from './load.ts'
import { requestOf, type LoadKind } from './load-request.ts'

/** The process in the place of the mail client. It puts one load at a time on a port, and returns a number for it. */
const open = async (port: number, kind: LoadKind, onread?: (length: number) => void): Promise<Socket> => {
  const socket = connect({
    port,
    host: '127.0.0.1',
    allowHalfOpen: true,
    ...(onread === undefined
      ? {}
      : {
          // One buffer for all reads, because the bench measures the forward and not the allocation of memory here.
          onread: {
            buffer: Buffer.allocUnsafeSlow(256 * 1024),
            callback: (length: number) => {
              onread(length)
              return true
            },
          },
        }),
  })
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  socket.write(requestOf(kind))
  return socket
}

/** Bytes per second over all streams, from the first byte on. */
const download = async (load: Extract<Load, { type: 'download' }>): Promise<number> => {
  const { port, kind, streams, durationMs, rampMs = 0 } = load
  let received = 0
  const sockets = await Promise.all(
    Array.from({ length: streams }, () =>
      open(port, kind, (length) => {
        received += length
      }),
    ),
  )
  while (received === 0) await sleep(1)
  await sleep(rampMs)
  const [before, start] = [received, performance.now()]
  await sleep(durationMs)
  const rate = ((received - before) * 1000) / (performance.now() - start)
  for (const socket of sockets) socket.resetAndDestroy()
  return rate
}

const piece = Buffer.alloc(256 * 1024, 'postern ')

/** Bytes per second over all streams, until the destination has confirmed that it has all bytes. */
const upload = async ({ port, streams, durationMs }: Extract<Load, { type: 'upload' }>): Promise<number> => {
  const sockets = await Promise.all(Array.from({ length: streams }, () => open(port, 'upload')))
  const start = performance.now()
  const counts = sockets.map(async (socket) => {
    const answer: Buffer[] = []
    socket.on('data', (chunk: Buffer) => answer.push(chunk))
    const ended = once(socket, 'end')
    const fill = (): void => {
      while (performance.now() - start < durationMs) if (!socket.write(piece)) return
      socket.removeListener('drain', fill)
      socket.end()
    }
    socket.on('drain', fill)
    fill()
    await ended
    return Number(Buffer.concat(answer).toString())
  })
  const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  return (total * 1000) / (performance.now() - start)
}

/** One byte there and back, `count` times; how many per second. */
const pingPong = async ({ port, count }: Extract<Load, { type: 'ping-pong' }>): Promise<number> => {
  const socket = await open(port, 'echo')
  const byte = Buffer.from('x')
  const start = performance.now()
  await new Promise<void>((resolve) => {
    let left = count
    socket.on('data', () => {
      left -= 1
      if (left === 0) resolve()
      else socket.write(byte)
    })
    socket.write(byte)
  })
  const rate = (count * 1000) / (performance.now() - start)
  socket.destroy()
  return rate
}

const connectOnce = async (port: number): Promise<Socket> => {
  const socket = await open(port, 'echo')
  socket.write('x')
  await once(socket, 'data')
  return socket
}

const closeGently = (socket: Socket): void => {
  socket.on('end', () => socket.destroy())
  socket.end()
}

/** Opens connections, `atOnce` at any time, each of which carries a byte there and back and ends. Returns connections per second. */
const connections = async ({ port, count, atOnce }: Extract<Load, { type: 'connections' }>): Promise<number> => {
  let left = count
  const start = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1
        closeGently(await connectOnce(port))
      }
    }),
  )
  return (count * 1000) / (performance.now() - start)
}

const held: Socket[] = []
const hold = async ({ port, count }: Extract<Load, { type: 'hold' }>): Promise<number> => {
  let left = count
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (left > 0) {
        left -= 1
        held.push(await connectOnce(port))
      }
    }),
  )
  return held.length
}

/** Connects again and again until a byte comes back, also while nothing listens yet. Resolves with the milliseconds since `startedAt`. */
const firstByte = async ({ port, startedAt }: Extract<Load, { type: 'first-byte' }>): Promise<number> => {
  for (;;) {
    try {
      const socket = await connectOnce(port)
      const elapsed = now() - startedAt
      socket.destroy()
      return elapsed
    } catch {
      await sleep(2)
    }
  }
}
/** Milliseconds since the epoch, with fractions: the one clock that two processes share. */
const now = (): number => performance.timeOrigin + performance.now()

serveParent(async (load: Load): Promise<number> => {
  switch (load.type) {
    case 'download':
      return await download(load)
    case 'upload':
      return await upload(load)
    case 'ping-pong':
      return await pingPong(load)
    case 'connections':
      return await connections(load)
    case 'hold':
      return await hold(load)
    case 'release':
      for (const socket of held.splice(0)) socket.destroy()
      return 0
    case 'first-byte':
      return await firstByte(load)
  }
})
