import { Duplex } from 'node:stream'
import type { Failure } from '../../../contract/failure.ts'
import { FailureError } from '../../../contract/failure.ts'
import type { LogInFilter } from './log-in-filter.ts'

export interface MailStreamOptions {
  /** The channel under `inner`. */
  readonly channel: Duplex
  /** What the mail client reads first: the greeting. */
  readonly greeting: Buffer
  readonly filter: LogInFilter
  /** The failure that an error of TLS means, if any. */
  readonly failureOf: (error: Error) => Failure | undefined
}

/** Bytes that wait on each side of the stream before it pauses its source. */
const highWaterMark = 64 * 1024

/**
 * The stream of a mail client inside TLS. Both directions end one by one, as those of `inner` do. A close of `inner` before its end is an error
 * here, because it must not look like a message that is complete.
 */
export const mailStream = (inner: Duplex, { channel, greeting, filter, failureOf }: MailStreamOptions): Duplex => {
  let onDrain = (): void => undefined
  let isLast = false
  const stream = new Duplex({
    allowHalfOpen: true,
    highWaterMark,
    read: () => void inner.resume(),
    write: (chunk: Buffer, _encoding, callback) => {
      filter.fromClient(chunk)
      if (inner.write(chunk)) callback()
      else onDrain = callback
    },
    final: (callback) => void inner.end(callback),
    destroy: (error, callback) => {
      inner.destroy()
      callback(error)
    },
  })
  const pass = (chunk: Buffer): void => {
    const bytes = filter.isDone() ? chunk : filter.fromServer(chunk)
    if (bytes.length > 0 && !stream.push(bytes) && !isLast) inner.pause()
  }
  inner.on('data', pass)
  inner.on('drain', () => {
    const go = onDrain
    onDrain = () => undefined
    go()
  })
  inner.on('end', () => {
    const rest = filter.rest()
    if (rest.length > 0) stream.push(rest)
    stream.push(null)
  })
  // node:tls drops what it has decrypted when the channel closes, which may come right behind its end. So all of it is moved here at the end.
  channel.once('end', () => {
    isLast = true
    let chunk: unknown
    do chunk = inner.read()
    while (chunk !== null)
  })
  inner.on('error', (error: Error) => {
    const failure = failureOf(error)
    stream.destroy(failure === undefined ? error : new FailureError(failure, { cause: error }))
  })
  inner.on('close', () => {
    if (!inner.readableEnded) stream.destroy(new Error('the channel has closed'))
    else if (stream.readableEnded) stream.destroy()
    else stream.once('end', () => stream.destroy())
  })
  inner.pause()
  pass(greeting)
  return stream
}
