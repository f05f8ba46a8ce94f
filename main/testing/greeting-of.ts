import { connect } from 'node:net'

/** Returns the first bytes that a server sends; empty if there is no answer. */
export const greetingOf = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, host)
    const end = (greeting: string): void => {
      socket.destroy()
      resolve(greeting)
    }
    socket.setTimeout(2000, () => end(''))
    socket.once('data', (data) => end(data.toString('latin1')))
    socket.once('error', () => end(''))
    socket.once('end', () => end(''))
  })
