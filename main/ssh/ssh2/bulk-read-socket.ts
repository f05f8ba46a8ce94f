import { Socket } from 'node:net'
import type { ConnectOpts, SocketConstructorOpts } from 'node:net'

/** The least free room for another read into a buffer; below it a read begins a new one. */
const leastRoom = 64 * 1024
const bufferBytes = 256 * 1024

/** Sockets whose listeners keep no chunk. */
const reusing = new WeakSet<object>()

/**
 * An unconnected socket that reads up to 256 KiB at once, where Node's own reads 64 KiB. Bytes of an SSH connection are decrypted at once,
 * so larger reads save system calls and copies of packets that two reads split. Otherwise it is a common socket: `data`, `pause`, `unshift`
 * and back-pressure work as usual.
 *
 * Bytes are never overwritten after a read, because ssh2 keeps slices of them; the rest of a buffer after a short read is used by the next.
 */
export const createBulkReadSocket = (): Socket => {
  let buffer = Buffer.allocUnsafeSlow(bufferBytes)
  let used = 0
  /** True if no listener may have kept a chunk of `buffer`. */
  let isOurs = false
  // The types know `onread` only for net.connect, which passes it to this constructor.
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
        // False stops the reading until the stream is read again.
        const wanted = socket.push(chunk)
        isOurs &&= reusing.has(socket)
        // Nothing waits in the stream, so the listener has processed the chunk.
        if (isOurs && socket.readableLength === 0) used = 0
        return wanted
      },
    },
  }
  const socket: Socket = new Socket(options)
  return socket
}

/**
 * Sets whether the listener of `socket` needs a chunk no longer when it returns, so that the next read may overwrite it, from the next
 * buffer on. Reading into the same memory keeps it in the processor's cache and gives the garbage collector nothing to do. Has no effect on
 * other streams.
 *
 * SECURITY: a listener that keeps a slice would see it change. Packets under AES-GCM are decrypted into memory of their own, and a packet
 * that two reads split is copied; see aes-gcm-packets.ts.
 */
export const reuseReadBuffer = (socket: object, reuse: boolean): void => {
  if (reuse) reusing.add(socket)
  else reusing.delete(socket)
}
