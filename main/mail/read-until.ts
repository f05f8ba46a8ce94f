import type { Readable } from 'node:stream'

/** The text that came, and how its reading ended: whole, at the limit of bytes, after a time without an end, or with the stream. */
export interface ReadText {
  readonly bytes: Buffer
  readonly ended: 'whole' | 'full' | 'silent' | 'closed'
}

/**
 * Reads from `stream` until `isWhole` says so of the text, at most `limit` bytes. Rejects with the stream's error. Leaves the stream paused;
 * the caller reads on or destroys it.
 */
export const readUntil = (
  stream: Readable,
  options: { readonly isWhole: (text: string) => boolean; readonly limit: number; readonly timeoutMs: number },
): Promise<ReadText> =>
  new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const stop = (): void => {
      clearTimeout(timer)
      stream.off('data', onData).off('end', onClose).off('close', onClose).off('error', onError).pause()
    }
    const finish = (ended: ReadText['ended']): void => {
      stop()
      resolve({ bytes, ended })
    }
    const onData = (chunk: Buffer): void => {
      // SECURITY: bytes beyond the limit are dropped, so that a server that sends without end fills no memory.
      bytes = Buffer.concat([bytes, chunk.subarray(0, options.limit - bytes.length)])
      // Each byte is one character, so that a character that is cut by a chunk does no harm.
      if (options.isWhole(bytes.toString('latin1'))) finish('whole')
      else if (bytes.length >= options.limit) finish('full')
    }
    const onClose = (): void => finish('closed')
    const onError = (error: Error): void => {
      stop()
      reject(error)
    }
    const timer = setTimeout(() => finish('silent'), options.timeoutMs)
    if (stream.destroyed || stream.readableEnded) finish('closed')
    // A stream that was paused stays so until it is resumed.
    else stream.on('data', onData).on('end', onClose).on('close', onClose).on('error', onError).resume()
  })
