import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { boundedPrintableLine } from '../printable.ts'
import { unmatchedKind } from './server-offer.ts'
import type { ServerOffer } from './server-offer.ts'

const messageOf = (error: Error & { readonly code?: unknown }): string =>
  typeof error.code === 'string' && error.message === '' ? error.code : error.message

/**
 * The failure for an error of ssh2 while a connection is made or is up. The level `client-socket` means the network; a numeric code is the
 * server's SSH_MSG_DISCONNECT (RFC 4253 section 11.1); every other error is a peer that breaks the protocol.
 */
export const connectionFailure = (
  error: Error & { readonly level?: string; readonly code?: unknown },
  context: { readonly host: string; readonly offer: ServerOffer | undefined },
): Failure => {
  const { host, offer } = context
  // The connection that carries this one has ended.
  const below = failureOf(error)
  if (below !== undefined) return lossBelow(below, host)
  const said = boundedPrintableLine(messageOf(error), 300)
  const kind = unmatchedKind(error.message)
  if (kind !== undefined)
    return { code: 'no-common-algorithm', host, kind, offered: (offer?.[kind] ?? []).slice(0, mostOffered).map(offeredName) }
  if (typeof error.code === 'number') return { code: 'connection-lost', host, reason: 'server-ended', said }
  if (error.level === 'client-socket') return { code: 'connection-lost', host, reason: 'network-error', said }
  if (error.message.includes('Connection lost before')) return { code: 'connection-lost', host, reason: 'handshake-cut' }
  return { code: 'server-misbehaved', host, reason: 'protocol-broken', said }
}

/**
 * Whether the peer itself ended the connection: it closed its side, or reset the connection, as it does with unread data. Every other error
 * of a socket is the network's.
 */
export const isHangUp = (error: Error & { readonly level?: string; readonly code?: unknown }): boolean =>
  typeof error.code === 'number' || (error.level === 'client-socket' && ['ECONNRESET', 'EPIPE'].includes(String(error.code)))

/** SECURITY: bounds a list that the server chose. Real ones have some dozen names at most. */
const mostOffered = 30
const offeredName = (name: string): string => boundedPrintableLine(name, 100)

/** The failure of a connection whose carrying connection has ended with `below`. */
const lossBelow = (below: Failure, host: string): Failure => {
  if (below.code === 'connection-lost') return { ...below, host }
  return below.code === 'peer-silent'
    ? { code: 'connection-lost', host, reason: 'jump-host-silent', seconds: below.seconds }
    : { code: 'connection-lost', host, reason: 'jump-connection-ended' }
}

/** Whether the server ended the connection because too many attempts to log in were refused (OpenSSH, packet.c and auth.c). */
export const isTooManyAttempts = (error: Error): boolean => /too many authentication failures/i.test(error.message)
