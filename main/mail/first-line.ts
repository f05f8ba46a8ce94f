import type { Readable } from 'node:stream'

/** The first line, without its end; or the reason why no line came. */
export type FirstLine = { readonly line: Buffer } | { readonly none: 'silent' | 'closed' }

/**
 * Reads from `stream` up to the first line feed, at most `limit` bytes. A line that is longer, or has no end after `timeoutMs` or at the end
 * of the stream, is returned as far as it came. A stream without any byte is `silent` after `timeoutMs`, or `closed`. Rejects with the
 * stream's error. Leaves the stream paused; the caller destroys it.
 */
export const readFirstLine = (
  stream: Readable,
  options: { readonly limit: number; readonly timeoutMs: number },
): Promise<FirstLine> =>
  new Promise((resolve, reject) => {
    let read = Buffer.alloc(0)
    const finish = (none: 'silent' | 'closed'): void => {
      clearTimeout(timer)
      stream.off('data', onData).off('end', onClose).off('close', onClose).off('error', onError).pause()
      const feed = read.indexOf('\n')
      const line = feed === -1 ? read : read.subarray(0, feed)
      resolve(read.length === 0 ? { none } : { line: Buffer.from(line) })
    }
    const onData = (chunk: Buffer): void => {
      // SECURITY: bytes beyond the limit are dropped, so that a server that sends without end fills no memory.
      read = Buffer.concat([read, chunk.subarray(0, options.limit - read.length)])
      if (read.includes('\n') || read.length >= options.limit) finish('closed')
    }
    const onClose = (): void => finish('closed')
    const onError = (error: Error): void => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => finish('silent'), options.timeoutMs)
    stream.on('data', onData).on('end', onClose).on('close', onClose).on('error', onError)
  })
