import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server's answer to one line: the lines to send, and whether it hangs up after them. */
export interface Answer {
  readonly lines: readonly string[]
  readonly last?: boolean
}

/** One client's conversation. `onLine` receives each line without its end. */
export interface Conversation {
  readonly greeting: string
  readonly onLine: (line: string) => Answer
}

export interface LineServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

export const say = (...lines: readonly string[]): Answer => ({ lines })

/** Serves a protocol of lines that end in CRLF, as the mail protocols are, on a free loopback port. */
export const startLineServer = async (begin: () => Conversation): Promise<LineServer> => {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    const { greeting, onLine } = begin()
    const send = ({ lines, last }: Answer): void => {
      if (lines.length > 0) socket.write(lines.map((line) => `${line}\r\n`).join(''))
      if (last === true) socket.end()
    }
    let rest = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) if (socket.writable) send(onLine(line))
    })
    send(say(greeting))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
