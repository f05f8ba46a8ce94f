import type { Duplex } from 'node:stream'
import { FailureError } from '../../../contract/failure.ts'
import { boundedPrintableLine } from '../printable.ts'

export interface ServerIdentification {
  /** The softwareversion and comments, as in `OpenSSH_9.2p1 Debian-2`. */
  readonly software: string
}

/** RFC 4253 section 4.2: a server may send lines before its own. More than any server sends is a sign of another protocol. */
const maxBytes = 32 * 1024
const answerLimit = 200

/** The name under which Postern is known to servers, for ssh2's `ident` option. */
export const ourSoftware = 'Postern'
const ourLine = `SSH-2.0-${ourSoftware}\r\n`

/**
 * Exchanges identification lines (RFC 4253 section 4.2) on a paused stream and puts the server's own line back at its head, so that ssh2
 * reads that line in one piece: ssh2 fails if the line comes in three segments or more, or after other lines.
 *
 * Our line is sent at once, not after the server's, which saves a round trip. ssh2 would send it again, so its first write is dropped.
 *
 * `onForeign` is called with the bytes so far while the line has not come. Rejects with FailureError `not-an-ssh-server` (with the server's
 * words as printable text), `connection-lost` if the server closed without a word or because it is too busy, or the reason of `signal`.
 */
export const exchangeIdentification = async (
  stream: Duplex,
  server: { readonly host: string; readonly port: number },
  { signal, onForeign }: { readonly signal: AbortSignal; readonly onForeign?: (said: string) => void },
): Promise<ServerIdentification> => {
  stream.write(ourLine)
  const isEnough = (bytes: Buffer): boolean => {
    if (findLine(bytes) !== undefined || bytes.length > maxBytes) return true
    onForeign?.(saidIn(bytes))
    return false
  }
  const received = await readUntil(stream, isEnough, signal)
  const line = findLine(received)
  if (line === undefined) throw new FailureError(silenceOrForeign(received, server))
  const text = received.toString('latin1', line.start, line.end)
  const match = /^SSH-(?:2\.0|1\.99)-([^ ].*)$/.exec(text)
  if (match === null)
    throw new FailureError({ code: 'not-an-ssh-server', ...server, said: boundedPrintableLine(text, answerLimit) })
  stream.unshift(received.subarray(line.start))
  swallowFirstWrite(stream)
  return { software: boundedPrintableLine(match[1] ?? '', answerLimit) }
}

/** The first whole line that begins with `SSH-`, without its end. */
const findLine = (bytes: Buffer): { readonly start: number; readonly end: number } | undefined => {
  for (let start = 0; start < Math.min(bytes.length, maxBytes);) {
    const newline = bytes.indexOf(0x0a, start)
    if (newline === -1) return undefined
    if (bytes.toString('latin1', start, start + 4) === 'SSH-')
      return { start, end: bytes[newline - 1] === 0x0d ? newline - 1 : newline }
    start = newline + 1
  }
  return undefined
}

/** Reads until `enough` returns true, or the stream ends or fails. Leaves the stream paused and without a listener of ours. */
const readUntil = async (stream: Duplex, enough: (bytes: Buffer) => boolean, signal: AbortSignal): Promise<Buffer> =>
  await new Promise<Buffer>((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const settle = (): void => {
      stream.pause()
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError)
      signal.removeEventListener('abort', onAbort)
    }
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      if (!enough(bytes)) return
      settle()
      resolve(bytes)
    }
    const onEnd = (): void => {
      settle()
      resolve(bytes)
    }
    // After a reset the bytes so far explain more than the error.
    const onError = (): void => onEnd()
    const onAbort = (): void => {
      settle()
      reject(signal.reason as Error)
    }
    if (signal.aborted) {
      onAbort()
      return
    }
    signal.addEventListener('abort', onAbort, { once: true })
    stream.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError)
    stream.resume()
  })

const saidIn = (received: Buffer): string => boundedPrintableLine(received.toString('utf8', 0, 1024), answerLimit)

/** The words of OpenSSH, before its identification, for a client that it has no room for (sshd.c: MaxStartups, PerSourcePenalties). */
const busyServer = /^(Exceeded MaxStartups|Not allowed at this time)/m

const silenceOrForeign = (received: Buffer, server: { readonly host: string; readonly port: number }) => {
  const { host } = server
  const said = saidIn(received)
  if (received.length === 0) return { code: 'connection-lost', host, reason: 'closed-before-handshake' } as const
  if (busyServer.test(said)) return { code: 'connection-lost', host, reason: 'server-busy', said } as const
  return { code: 'not-an-ssh-server', ...server, said } as const
}

/** Drops the one write that repeats our identification; every other write goes through. */
const swallowFirstWrite = (stream: Duplex): void => {
  const original = stream.write.bind(stream)
  stream.write = ((...args: Parameters<typeof original>) => {
    // The method of the class again.
    delete (stream as { write?: unknown }).write
    return Buffer.isBuffer(args[0]) && args[0].toString('latin1') === ourLine ? true : original(...args)
  }) as typeof stream.write
}
