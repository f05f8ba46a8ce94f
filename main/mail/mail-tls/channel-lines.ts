import type { Duplex } from 'node:stream'

/** The end of a dialogue before TLS, in which no further line comes. */
export class NoMoreLines extends Error {
  override readonly name = 'NoMoreLines'
  readonly end: 'closed' | 'too-long'

  constructor(end: NoMoreLines['end']) {
    super(`no more lines: ${end}`)
    this.end = end
  }
}

/** Lines that a mail server sends before TLS. Text is one character for each byte (latin1). */
export interface ChannelLines {
  /** The next line, without its end. Rejects with NoMoreLines. */
  readonly next: () => Promise<string>
  /** Sends one line. */
  readonly send: (line: string) => void
  /** Ends the reading and returns the number of bytes that came behind the last line that `next` returned. */
  readonly release: () => number
}

/** SECURITY: the longest greeting or answer that is read from a server whose certificate nobody has seen yet. */
const mostBytes = 8 * 1024

/** Reads lines of `channel`, at most 8 KiB in all. Ends in LF or CRLF. */
export const linesOf = (channel: Duplex): ChannelLines => {
  let pending = Buffer.alloc(0)
  let received = 0
  let isClosed = false
  let wake = (): void => undefined
  const onData = (chunk: Buffer): void => {
    received += chunk.length
    pending = Buffer.concat([pending, chunk])
    channel.pause()
    wake()
  }
  const onClose = (): void => {
    isClosed = true
    wake()
  }
  channel.on('data', onData).on('end', onClose).on('close', onClose).pause()

  const next = async (): Promise<string> => {
    for (;;) {
      const feed = pending.indexOf('\n')
      if (feed !== -1 && received - pending.length + feed < mostBytes) {
        const line = pending.subarray(0, feed).toString('latin1').replace(/\r$/, '')
        pending = pending.subarray(feed + 1)
        return line
      }
      if (received > mostBytes) throw new NoMoreLines('too-long')
      if (isClosed) throw new NoMoreLines('closed')
      await new Promise<void>((resolve) => {
        wake = resolve
        channel.resume()
      })
    }
  }
  return {
    next,
    send: (line) => void channel.write(`${line}\r\n`),
    release: () => {
      channel.pause().off('data', onData).off('end', onClose).off('close', onClose)
      return pending.length + channel.readableLength
    },
  }
}
