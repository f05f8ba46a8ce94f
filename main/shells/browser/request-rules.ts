import type { IncomingHttpHeaders } from 'node:http'

/** Why a request is refused before anything of it is looked at. */
export type Refusal = 'method' | 'host' | 'origin' | 'site'

interface Asked {
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** `http://127.0.0.1:40001` has the host `127.0.0.1:40001`. */
const hostOf = (origin: string): string => new URL(origin).host

/**
 * SECURITY: any page that the person has open can make their browser ask here. This is what tells such a question from the window's own:
 *
 * - the Host is the very address that was printed: a name that an attacker points at 127.0.0.1 (DNS rebinding) is another one;
 * - the Origin, which a browser adds and a page cannot choose, is ours. A WebSocket has no other guard (RFC 6455, 10.2), so there it must
 *   be given. Another port of 127.0.0.1 is the same "site", to which SameSite cookies go: only the Origin tells it apart;
 * - Sec-Fetch-Site, where the browser knows it, is ours or the person's own doing (`none`);
 * - nothing but reading: what changes something goes over the WebSocket.
 */
export const refusalOf = ({ method, headers }: Asked, origin: string, needsOrigin: boolean): Refusal | undefined => {
  const site = headers['sec-fetch-site']
  if (headers.host !== hostOf(origin)) return 'host'
  if (headers.origin === undefined ? needsOrigin : headers.origin !== origin) return 'origin'
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'site'
  return method === 'GET' || (method === 'HEAD' && !needsOrigin) ? undefined : 'method'
}
