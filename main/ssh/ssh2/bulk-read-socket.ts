import { Socket } from 'node:net'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'

/** A read that finds less room than this in a buffer begins a new one. */
const leastRoom = 64 * 1024
const bufferBytes = 256 * 1024

/** Sockets whose listeners keep nothing of what they are given. */
const reusing = new WeakSet<object>()

/**
 * An unconnected socket that reads up to 256 KiB at once, where Node's own reads 64 KiB: what comes over an SSH connection is decrypted
 * at once, so that a larger read saves system calls and packets that two reads split. To everyone who uses it, it is a common socket:
 * `data`, `pause`, `unshift` and back-pressure work as ever.
 *
 * What was read is not written over (ssh2 keeps slices of it), but a short read leaves the rest of its buffer to the next.
 */
export const createBulkReadSocket = (): Socket => {
  let buffer = Buffer.allocUnsafeSlow(bufferBytes)
  let used = 0
  /** True where nobody was ever given a chunk of `buffer` to keep. */
  let isOurs = false
  // The types know `onread` for net.connect alone, which hands it to this constructor.
  const options: SocketConstructorOpts & ConnectOpts = {
    onread: {
      buffer: () => {
        if (buffer.length - used < leastRoom) {
          buffer = Buffer.allocUnsafeSlow(bufferBytes)
          used = 0
          isOurs = reusing.has(socket)
        }
        return buffer.subarray(used)
      },
      callback: (length) => {
        const chunk = buffer.subarray(used, used + length)
        used += length
        // False stops the reading until someone reads from the stream again.
        const wanted = socket.push(chunk)
        isOurs &&= reusing.has(socket)
        // Nothing waits in the stream: whoever listens has had the chunk, and is done with it.
        if (isOurs && socket.readableLength === 0) used = 0
        return wanted
      },
    },
  }
  const socket: Socket = new Socket(options)
  return socket
}

/**
 * Says whether whoever listens to `socket` is done with a chunk when its listener returns, so that the next read may take its place, from the next buffer on:
 * the same memory over and over stays in the processor's cache and gives the garbage collector nothing to do. Has no effect on other
 * streams.
 *
 * SECURITY: with a listener that keeps a slice this would change what it keeps. Packets under AES-GCM are decrypted into memory of their
 * own, and a packet that reads split is copied; see aes-gcm-packets.ts.
 */
export const reuseReadBuffer = (socket: object, reuse: boolean): void => {
  if (reuse) reusing.add(socket)
  else reusing.delete(socket)
}
