import { once } from 'node:events'
import type { Socket } from 'node:net'
import { TLSSocket, createSecureContext, type SecureContextOptions } from 'node:tls'
import { serverKey, valid } from './test-certificates.ts'

/** One connection of a mail server whose every byte a test writes. */
export interface ScriptedServer {
  readonly socket: Socket
  /** Sends bytes as one write, in plain. */
  readonly send: (text: string) => void
  /** Resolves to the next line that the client sent in plain, without its end. Rejects if the client has gone. */
  readonly line: () => Promise<string>
  /** Goes on in TLS with the certificate for mail.example.org, or with another one. */
  readonly secure: (options?: SecureContextOptions & { readonly requestCert?: boolean }) => Promise<TLSSocket>
}

/** Scripts the server at the other end of `socket`. */
export const scriptServer = (socket: Socket): ScriptedServer => {
  const lines: string[] = []
  let rest = ''
  let wake = (): void => undefined
  const onData = (chunk: Buffer): void => {
    const parts = (rest + chunk.toString('latin1')).split('\r\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake()
  }
  const onClose = (): void => wake()
  socket
    .on('error', () => undefined)
    .on('close', onClose)
    .on('data', onData)
  return {
    socket,
    send: (text) => void socket.write(text),
    line: async () => {
      for (;;) {
        const line = lines.shift()
        if (line !== undefined) return line
        if (socket.destroyed) throw new Error('the client has gone')
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    secure: async ({ requestCert = false, ...options } = {}) => {
      socket.off('data', onData)
      const secureContext = createSecureContext({ key: serverKey, cert: valid, ...options })
      const tls = new TLSSocket(socket, { isServer: true, secureContext, requestCert, rejectUnauthorized: requestCert })
      tls.on('error', () => undefined)
      await once(tls, 'secure')
      return tls
    },
  }
}
