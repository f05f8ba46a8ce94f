import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'

// The files *-internals.ts reach internals of ssh2 1.17 (lib/client.js, lib/Channel.js and lib/protocol of that version, which package.json
// pins). Each function returns undefined or false if a shape has changed; the tests of channel-guard and accelerate fail then.

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The stream that carries `client`'s packets; undefined if it is not where ssh2 1.17 keeps it. */
export const transportOf = (client: Client): Duplex | undefined => {
  const { _sock: socket } = client as unknown as { readonly _sock?: unknown }
  return isRecord(socket) && typeof socket['writableLength'] === 'number' ? (socket as unknown as Duplex) : undefined
}

/** Whether a key exchange runs: until its end (`handshake` on the client) ssh2 queues every packet, without a bound. */
export const isExchangingKeys = (client: Client): boolean => {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: unknown }
  return isRecord(protocol) && protocol['_kexinit'] !== undefined
}

/**
 * The object of lib/protocol/Protocol.js, whose parts are replaced. Exists after `client.connect`; undefined before, or if the shape has
 * changed.
 */
export const protocolOf = (client: Client): Record<string, unknown> | undefined => {
  const { _protocol: protocol } = client as unknown as { readonly _protocol?: unknown }
  return isRecord(protocol) ? protocol : undefined
}

export const hasFunctions = (value: Record<string, unknown>, names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === 'function')

/** lib/client.js: one function for each kind of message, called with the protocol and the fields of the message. */
export type Handler = (protocol: unknown, ...parts: readonly unknown[]) => void

/** The handlers of each kind of message, to be replaced; undefined if they are not where ssh2 1.17 keeps them. */
export const handlersOf = (client: Client): Record<string, Handler> | undefined => {
  const handlers = protocolOf(client)?.['_handlers']
  return isRecord(handlers) ? (handlers as Record<string, Handler>) : undefined
}

/**
 * Sends keepalive@openssh.com and returns the time until the answer, in ms; the failure with which OpenSSH answers counts. Undefined if the
 * connection ends first, or if the shape is not that of 1.17.
 */
export const measureRoundTrip = async (client: Client): Promise<number | undefined> => {
  const protocol = protocolOf(client)
  const ping = protocol?.['ping']
  // Answers to global requests have no name, only an order (RFC 4254 section 4).
  const { _callbacks: waiting } = client as unknown as { readonly _callbacks?: unknown }
  if (typeof ping !== 'function' || !Array.isArray(waiting)) return undefined
  const sentAt = performance.now()
  return await new Promise((resolve) => {
    waiting.push((failed: unknown) => resolve(failed instanceof Error ? undefined : performance.now() - sentAt))
    ping.call(protocol)
  })
}

/** How many answers of the server are awaited, to global requests or to requests of a channel. */
export const awaitedAnswers = (of: Client | ClientChannel): number => {
  const { _callbacks: waiting } = of as unknown as { readonly _callbacks?: unknown }
  return Array.isArray(waiting) ? waiting.length : 0
}
