import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { ControlLineSchema, maxRequestBytes, promptMs, type ControlAnswer, type ControlRequest } from './control-message.ts'
import { removeSocket, socketAddress } from './run-folder.ts'

/**
 * Answers a request. `signal` is aborted when the asker has hung up. Undefined means that this process is ending: the asker then receives no
 * answer, and asks again.
 */
export type AnswerControl = (asked: ControlRequest, signal: AbortSignal) => Promise<ControlAnswer | undefined>

export interface ControlEndpoint {
  readonly address: string
  readonly token: string
  /** Accepts no more requests, and resolves when the earlier ones are answered. */
  readonly close: () => Promise<void>
}

/** More than a person's processes need at once. Each of them is one connection. */
const maxConnections = 64

/** Answers other processes of this person over a Unix socket or a named pipe. The run folder must exist. */
export const openControlEndpoint = async (dataDir: string, answer: AnswerControl): Promise<ControlEndpoint> => {
  const token = randomBytes(32).toString('hex')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(socket, token, answer)
  })
  server.maxConnections = maxConnections
  const address = await socketAddress(dataDir)
  await listen(server, address)
  return {
    address,
    token,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // An asker that reads no answer must not keep the command from ending.
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, promptMs)
      await closed
      clearTimeout(timer)
      await removeSocket(dataDir, address)
    },
  }
}

const listen = async (server: Server, address: string): Promise<void> => {
  server.listen(address)
  await once(server, 'listening')
  // An open endpoint must not keep the command from ending.
  server.unref()
  // SECURITY: on systems that check a socket's mode, only its owner can connect. The token is required on every system.
  if (process.platform !== 'win32') await chmod(address, 0o600)
}

const serve = (socket: Socket, token: string, answer: AnswerControl): void => {
  const hungUp = new AbortController()
  let line = ''
  socket.setEncoding('utf8')
  // SECURITY: the time and the length of a request are bounded, because the asker has not shown its token yet.
  socket.setTimeout(promptMs, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.once('close', () => hungUp.abort())
  const onData = (chunk: string): void => {
    line += chunk
    const end = line.indexOf('\n')
    if (end === -1 && line.length <= maxRequestBytes) return
    socket.off('data', onData)
    const asked = end === -1 ? undefined : allowed(line.slice(0, end), token)
    if (asked === undefined) {
      socket.destroy()
      return
    }
    socket.setTimeout(0)
    // Keeps reading, because only a socket that is read reports that the asker hung up.
    socket.resume()
    void answer(asked, hungUp.signal)
      .catch(() => undefined)
      .then((answered) => (answered === undefined ? socket.destroy() : socket.end(`${JSON.stringify(answered)}\n`)))
  }
  socket.on('data', onData)
}

/** The request in a line, if the line has the right token. */
const allowed = (line: string, token: string): ControlRequest | undefined => {
  const parsed = ControlLineSchema.safeParse(parseJson(line))
  if (!parsed.success) return undefined
  const shown = Buffer.from(parsed.data.token)
  const expected = Buffer.from(token)
  // SECURITY: only the owner can read the file with the token. The comparison in constant time prevents guessing it byte by byte.
  return shown.length === expected.length && timingSafeEqual(shown, expected) ? parsed.data.asked : undefined
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
