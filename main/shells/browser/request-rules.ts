import type { IncomingHttpHeaders } from 'node:http'

/** The reason for which a request is refused before it is read further. */
export type Refusal = 'method' | 'host' | 'origin' | 'site'

interface Asked {
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** `http://127.0.0.1:40001` has the host `127.0.0.1:40001`. */
const hostOf = (origin: string): string => new URL(origin).host

/**
 * SECURITY: any page that the person has open can make their browser send requests here. These rules accept only the window's own requests:
 *
 * - the Host is the printed address: a name that an attacker points at 127.0.0.1 (DNS rebinding) is a different Host;
 * - the Origin, which a browser adds and a page cannot choose, is ours. A WebSocket has no other guard (RFC 6455, 10.2), so there the
 * Origin must
 *   be set. Another port of 127.0.0.1 is the same "site", which gets SameSite cookies: only the Origin differs;
 * - Sec-Fetch-Site, where the browser knows it, is ours or the person's own doing (`none`);
 * - the method only reads: every change goes over the WebSocket.
 */
export const refusalOf = ({ method, headers }: Asked, origin: string, needsOrigin: boolean): Refusal | undefined => {
  const site = headers['sec-fetch-site']
  if (headers.host !== hostOf(origin)) return 'host'
  if (headers.origin === undefined ? needsOrigin : headers.origin !== origin) return 'origin'
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'site'
  return method === 'GET' || (method === 'HEAD' && !needsOrigin) ? undefined : 'method'
}
