import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { BridgeMessage } from '../../../contract/bridge.ts'
import type { WindowService } from '../../window/window-service.ts'

/** Only the shape: the service checks the name and the input. */
const BridgeRequestSchema = z.strictObject({ id: z.int().min(0), name: z.unknown(), input: z.unknown() })

/** SECURITY: a page that has stopped reading must not fill this process's memory. */
const maxUnreadBytes = 16 * 1024 * 1024

/** Close codes of RFC 6455, 7.4.1. */
const unsupportedData = 1003
const policyViolation = 1008

const parseRequest = (text: string): z.infer<typeof BridgeRequestSchema> | undefined => {
  try {
    return BridgeRequestSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/**
 * Carries one window's requests and events until its socket closes. A frame that is no request closes the socket, because our own page
 * never sends one.
 */
export const serveBridge = (socket: WebSocket, service: WindowService): void => {
  const send = (message: BridgeMessage): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxUnreadBytes) socket.terminate()
    else socket.send(JSON.stringify(message))
  }
  const unsubscribe = service.subscribe((event, payload) => send({ event, payload }))
  socket.on('close', unsubscribe)
  // A frame that breaks the protocol or is too large: ws has closed the socket with the code for it.
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      socket.close(unsupportedData)
      return
    }
    const request = parseRequest(data.toString('utf8'))
    if (request === undefined) {
      socket.close(policyViolation)
      return
    }
    void service.answer(request.name, request.input).then((outcome) => send({ id: request.id, outcome }))
  })
}
