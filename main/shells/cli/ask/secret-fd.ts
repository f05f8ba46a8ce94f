import { close as closeCallback, fstatSync, read as readCallback, writeSync, type Stats } from 'node:fs'
import { isatty } from 'node:tty'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { FailureError } from '../../../../contract/failure.ts'
import type { InputReason } from '../../../../contract/reason.ts'

const read = promisify(readCallback)
const close = promisify(closeCallback)

/** More than any passphrase or password; a longer text was passed by mistake. */
const maxBytes = 4096

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error))

/**
 * Reads a secret from an open file descriptor: up to the first newline or the end, at most 4096 bytes, then closes it, but for
 * the standard streams.
 * Rejects `input-invalid`, which names `option` and the descriptor, and never the text that was read.
 *
 * SECURITY: argv and the environment of a process can be read by others (ps, /proc); a descriptor cannot. A terminal is refused, since it
 * would show the typed text.
 */
export const readSecretFrom = async (fd: number, option: string): Promise<string> => {
  const refuse = (reason: InputReason): FailureError =>
    new FailureError({ code: 'input-invalid', field: option, value: String(fd), reason })
  if (isatty(fd)) throw refuse('fd-terminal')
  if (!isGiven(fd)) throw refuse('fd-unreadable')
  const buffer = Buffer.alloc(maxBytes + 1)
  let length = 0
  try {
    while (length <= maxBytes && !buffer.subarray(0, length).includes(0x0a)) {
      const { bytesRead } = await read(fd, buffer, length, buffer.length - length, null).catch((error: unknown) => {
        // A non-blocking descriptor has no data yet.
        if (codeOf(error) !== 'EAGAIN') throw error
        return sleep(20, { bytesRead: -1 })
      })
      if (bytesRead === 0) break
      length += Math.max(0, bytesRead)
    }
    const end = buffer.subarray(0, length).indexOf(0x0a)
    if (end === -1 && length > maxBytes) throw refuse('fd-too-long')
    const secret = buffer
      .subarray(0, end === -1 ? length : end)
      .toString('utf8')
      .replace(/\r$/, '')
    if (secret === '') throw refuse('fd-empty')
    return secret
  } catch (error) {
    throw error instanceof FailureError ? error : refuse('fd-unreadable')
  } finally {
    // SECURITY: the bytes must not stay in memory that may be swapped out or reused.
    buffer.fill(0)
    // Node ends with an abort where one of its standard streams is closed.
    if (fd > 2) await close(fd).catch(() => undefined)
  }
}

const statOf = (fd: number): Stats | undefined => {
  try {
    return fstatSync(fd)
  } catch {
    return undefined
  }
}

/**
 * Whether the descriptor is one that the person's shell or script opened. Node opens some for itself, at low numbers that a person might
 * write: to read or close one of those hangs or aborts the process. Each is no file, or a pipe whose writing end this process has as well.
 */
const isGiven = (fd: number): boolean => {
  const stat = statOf(fd)
  if (stat === undefined || !(stat.isFile() || stat.isFIFO() || stat.isSocket())) return false
  if (!stat.isFIFO()) return true
  for (let other = 3; other < 256; other++) {
    const it = statOf(other)
    if (it?.isFIFO() === true && it.ino === stat.ino && it.dev === stat.dev && isWritingEnd(other)) return false
  }
  return true
}

// A write of no bytes to a pipe changes nothing, and fails at the reading end.
const isWritingEnd = (fd: number): boolean => {
  try {
    writeSync(fd, Buffer.alloc(0), 0, 0)
    return true
  } catch {
    return false
  }
}
