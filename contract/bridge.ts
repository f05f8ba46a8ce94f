import type { WindowEventName } from './events.ts'
import type { Outcome } from './postern-api.ts'

/** The window asks main on this channel of Electron's ipc: `(name, input)`, answered with an `Outcome`. */
export const requestChannel = 'postern:request'
/** Main sends events to the window on this channel: `(name, payload)`. */
export const eventChannel = 'postern:event'

/** The browser shell carries both over one WebSocket at this path, each message one text of JSON. */
export const bridgePath = '/bridge'

/** Window → main. Numbers are the page's own, each used once on its socket. */
export interface BridgeRequest {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

/** Main → window: the answer to the request of that number, or an event. */
export type BridgeMessage =
  { readonly id: number; readonly outcome: Outcome<unknown> } | { readonly event: WindowEventName; readonly payload: unknown }
