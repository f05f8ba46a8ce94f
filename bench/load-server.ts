import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { serverKey, valid } from '../main/testing/test-certificates.ts'
import { serveParent } from './child.ts'
import { kindOf } from './load-request.ts'
import { mailText } from './mail-text.ts'

/** The destination behind every forward. This process sends, reads or echoes, as the first byte of a load asks. */
const noise = randomBytes(256 * 1024)
const mail = mailText(8 * 1024 * 1024)
const mailPiece = 64 * 1024

const sendForEver = (socket: Socket, nextPiece: () => Buffer): void => {
  const fill = (): void => {
    while (!socket.destroyed && socket.write(nextPiece()));
  }
  socket.on('drain', fill)
  socket.resume()
  fill()
}

const serve = (socket: Socket): void => {
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.once('data', (first: Buffer) => {
    const rest = first.subarray(1)
    switch (kindOf(first)) {
      case 'download':
        sendForEver(socket, () => noise)
        return
      case 'mail': {
        let position = 0
        sendForEver(socket, () => {
          if (position + mailPiece > mail.length) position = 0
          return mail.subarray(position, (position += mailPiece))
        })
        return
      }
      case 'upload': {
        let received = rest.length
        socket.on('data', (chunk: Buffer) => {
          received += chunk.length
        })
        socket.on('end', () => socket.end(String(received)))
        return
      }
      case 'echo':
        if (rest.length > 0) socket.write(rest)
        socket.on('data', (chunk: Buffer) => socket.write(chunk))
        socket.on('end', () => socket.end())
        return
      case undefined:
        socket.destroy()
    }
  })
}

const server = createServer({ allowHalfOpen: true }, serve)
/** A mail server begins with a greeting, and behind PREAUTH nothing is looked into. */
const tlsServer = createTlsServer({ key: serverKey, cert: valid }, (socket) => {
  socket.write('* PREAUTH ready\r\n')
  serve(socket)
})

serveParent(async ({ tls = false }: { readonly tls?: boolean }) => {
  const asked = tls ? tlsServer : server
  if (!asked.listening) {
    asked.listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
    await once(asked, 'listening')
  }
  return (asked.address() as AddressInfo).port
})
