import type { BridgeMessage, BridgeRequest } from '../contract/bridge.ts'
import type { Outcome } from '../contract/postern-api.ts'
import type { Bridge } from './create-postern-api.ts'
import { createEventListeners } from './event-listeners.ts'

const lost: Outcome<unknown> = { ok: false, failure: { code: 'window-disconnected' } }

/**
 * Requests by number and events over one WebSocket. A request before the socket is open waits for it. A request after the socket has
 * closed, or without an answer by then, is answered with the failure `window-disconnected`.
 */
export const createSocketBridge = (socket: WebSocket): Bridge => {
  const { subscribe, tell } = createEventListeners()
  const pending = new Map<number, (outcome: Outcome<unknown>) => void>()
  const unsent: string[] = []
  let lastId = 0

  const send = (text: string): void => {
    if (socket.readyState === socket.CONNECTING) unsent.push(text)
    else socket.send(text)
  }
  socket.addEventListener('open', () => {
    for (const text of unsent.splice(0)) socket.send(text)
  })
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as BridgeMessage
    if ('event' in message) {
      tell(message.event, message.payload)
      return
    }
    pending.get(message.id)?.(message.outcome)
    pending.delete(message.id)
  })
  socket.addEventListener('close', () => {
    for (const answer of pending.values()) answer(lost)
    pending.clear()
  })

  return {
    subscribe,
    request: (name, input) => {
      if (socket.readyState === socket.CLOSING || socket.readyState === socket.CLOSED) return Promise.resolve(lost)
      const request: BridgeRequest = { id: ++lastId, name, input }
      return new Promise((resolve) => {
        pending.set(request.id, resolve)
        send(JSON.stringify(request))
      })
    },
  }
}
