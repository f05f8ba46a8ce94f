import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import path from 'node:path'
import { internAtomRequest, selectionOwnerRequest, setupRequest, xCookie, xDisplay } from './x-display.ts'

const longestMs = 2000
const replyLength = 32

const take = async (socket: Socket, length: number): Promise<Buffer> => {
  for (;;) {
    const bytes = socket.read(length) as Buffer | null
    if (bytes?.length === length) return bytes
    if (bytes !== null) throw new Error('the X server hung up')
    await once(socket, 'readable')
  }
}

/** The number in an answer to one of our two requests: an atom, or a window. */
const takeReply = async (socket: Socket): Promise<number> => {
  const reply = await take(socket, replyLength)
  if (reply[0] !== 1) throw new Error('the X server refused')
  return reply.readUInt32LE(8)
}

const cookieFor = async (env: NodeJS.ProcessEnv, home: string, number: string): Promise<Buffer | undefined> => {
  const file = await readFile(env['XAUTHORITY'] ?? path.join(home, '.Xauthority')).catch(() => undefined)
  return file === undefined ? undefined : xCookie(file, number)
}

/**
 * Whether a client of the X server that DISPLAY names owns a selection (ICCCM 2.8 "Manager selections"). Neither a desktop's
 * programs nor Electron report that. Rejects if the X server cannot be asked.
 */
export const isSelectionOwned = async (name: string, env: NodeJS.ProcessEnv, home: string): Promise<boolean> => {
  const display = xDisplay(env['DISPLAY'] ?? '')
  if (display === undefined) throw new Error('there is no X display')
  const cookie = await cookieFor(env, home, display.number)
  const socket = createConnection(display.address)
  socket.setTimeout(longestMs, () => socket.destroy(new Error('the X server does not answer')))
  // The end of the connection is an error too, so that no read waits for ever.
  socket.once('end', () => socket.destroy(new Error('the X server hung up')))
  try {
    socket.write(setupRequest(cookie))
    const head = await take(socket, 8)
    if (head[0] !== 1) throw new Error('the X server refused')
    await take(socket, head.readUInt16LE(6) * 4)
    socket.write(internAtomRequest(name))
    const atom = await takeReply(socket)
    if (atom === 0) return false
    socket.write(selectionOwnerRequest(atom))
    return (await takeReply(socket)) !== 0
  } finally {
    socket.on('error', () => undefined)
    socket.destroy()
  }
}
