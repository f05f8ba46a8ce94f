import { Socket } from 'node:net'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'

/** A read that finds less room than this in a buffer begins a new one. */
const leastRoom = 64 * 1024
const bufferBytes = 256 * 1024

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
  // The types know `onread` for net.connect alone, which hands it to this constructor.
  const options: SocketConstructorOpts & ConnectOpts = {
    onread: {
      buffer: () => {
        if (buffer.length - used < leastRoom) {
          buffer = Buffer.allocUnsafeSlow(bufferBytes)
          used = 0
        }
        return buffer.subarray(used)
      },
      callback: (length) => {
        const chunk = buffer.subarray(used, used + length)
        used += length
        // False stops the reading until someone reads from the stream again.
        return socket.push(chunk)
      },
    },
  }
  const socket = new Socket(options)
  return socket
}
