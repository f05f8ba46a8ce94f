import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { boundedPrintableLine } from '../printable.ts'
import { unmatchedKind } from './server-offer.ts'
import type { ServerOffer } from './server-offer.ts'

const messageOf = (error: Error & { readonly code?: unknown }): string =>
  typeof error.code === 'string' && error.message === '' ? error.code : error.message

/**
 * The failure behind an error of ssh2 while a connection is made or is up. What ssh2 calls `client-socket` is the network; an error with
 * a number as its code is the server's SSH_MSG_DISCONNECT (RFC 4253 section 11.1); all else is a peer that breaks the protocol.
 */
export const connectionFailure = (
  error: Error & { readonly level?: string; readonly code?: unknown },
  context: { readonly host: string; readonly offer: ServerOffer | undefined },
): Failure => {
  const { host, offer } = context
  // The connection through which this one goes has ended.
  const below = failureOf(error)
  if (below !== undefined) return { code: 'connection-lost', host, reason: 'reason' in below ? below.reason : below.code }
  const text = boundedPrintableLine(messageOf(error), 300)
  const kind = unmatchedKind(error.message)
  if (kind !== undefined)
    return { code: 'no-common-algorithm', host, kind, offered: boundedPrintableLine(offer?.[kind].join(', ') ?? '', 500) }
  if (error.level === 'client-socket' || typeof error.code === 'number' || error.message.includes('Connection lost before'))
    return { code: 'connection-lost', host, reason: text }
  return { code: 'server-misbehaved', host, what: text }
}

/** Whether the server ended the connection because too many attempts to log in were refused (OpenSSH, packet.c and auth.c). */
export const isTooManyAttempts = (error: Error): boolean => /too many authentication failures/i.test(error.message)
