import type { Readable } from 'node:stream'

/** The first line, without its end; or why there is none. */
export type FirstLine = { readonly line: Buffer } | { readonly none: 'silent' | 'closed' }

/**
 * Reads from `stream` up to the first line feed, at most `limit` bytes: what is longer, or ends before, is the line as far as it came.
 * A stream that has sent nothing is `silent` after `timeoutMs`, or `closed`. Rejects with the stream's error. The stream is left
 * paused, and is the caller's to destroy.
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
      // SECURITY: a server that sends without end fills no memory: what comes behind the limit is dropped.
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
