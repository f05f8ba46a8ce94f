import { connect } from 'node:net'

/**
 * A mail app that sends commands to the IMAP server on a local port again and again, for traffic until it ends. Returns the function that
 * ends it.
 */
export const startMailApp = async (port: number): Promise<() => void> => {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    socket.once('data', () => resolve())
    socket.once('error', reject)
  })
  socket.resume()
  const timer = setInterval(() => socket.write('a CAPABILITY\r\n'.repeat(20)), 50)
  return () => {
    clearInterval(timer)
    socket.destroy()
  }
}
