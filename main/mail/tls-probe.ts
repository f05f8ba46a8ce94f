import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { Duplex } from 'node:stream'

/** The first byte of a TLS record that a server may answer a ClientHello with (RFC 8446 section 5.1): an alert or a handshake. */
const tlsRecords: readonly (number | undefined)[] = [0x15, 0x16]

/** A TLS client on a channel, for looking at the server. */
export interface TlsProbe {
  readonly stream: TLSSocket
  /** Protocol version and the subject's common name: `TLSv1.3, CN=mail.example.org`. */
  readonly description: () => string
  /** What the server said instead of TLS; undefined where it spoke TLS, empty where it said nothing. */
  readonly plainText: () => string | undefined
}

/**
 * Begins TLS on `channel` as a client of `host`.
 *
 * SECURITY: the certificate is shown and not judged. Nothing is sent inside this TLS, no password above all, and nothing that is read
 * is trusted. The mail client judges the certificate by itself when it begins its own TLS through the same tunnel.
 */
export const startTlsProbe = (channel: Duplex, host: string): TlsProbe => {
  let first = Buffer.alloc(0)
  // node:tls listens to `data` as well: each listener is given every chunk.
  channel.on('data', (chunk: Buffer) => {
    if (first.length === 0) first = Buffer.from(chunk.subarray(0, 512))
  })
  // An address is no server name (RFC 6066 section 3).
  const stream = connect({ socket: channel, rejectUnauthorized: false, ...(isIP(host) === 0 ? { servername: host } : {}) })
  return {
    stream,
    description: () => {
      const { subject } = stream.getPeerCertificate() as { readonly subject?: { readonly CN?: string | readonly string[] } }
      const names = subject?.CN === undefined ? [] : [`CN=${[subject.CN].flat().join(' ')}`]
      return [stream.getProtocol() ?? 'TLS', ...names].join(', ')
    },
    plainText: () => (tlsRecords.includes(first[0]) ? undefined : (first.toString('utf8').split('\n')[0] ?? '')),
  }
}
