import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { Duplex } from 'node:stream'

/** The first bytes of the TLS records that may answer a ClientHello (RFC 8446 section 5.1): an alert or a handshake. */
const tlsRecords: readonly (number | undefined)[] = [0x15, 0x16]

/** A TLS client on a channel that only inspects the server. */
export interface TlsProbe {
  readonly stream: TLSSocket
  /** Protocol version and the subject's common name: `TLSv1.3, CN=mail.example.org`. */
  readonly description: () => string
  /** The text that the server sent instead of TLS; undefined if it answered with TLS, empty if it sent nothing. */
  readonly plainText: () => string | undefined
}

/**
 * Starts TLS on `channel` as a client of `host`.
 *
 * SECURITY: the certificate is shown and not verified. Postern sends nothing inside this TLS, above all no password, and trusts nothing that
 * it reads. The mail client verifies the certificate itself when it starts its own TLS through the same tunnel.
 */
export const startTlsProbe = (channel: Duplex, host: string): TlsProbe => {
  let first = Buffer.alloc(0)
  // node:tls listens to `data` as well. Each listener receives every chunk.
  channel.on('data', (chunk: Buffer) => {
    if (first.length === 0) first = Buffer.from(chunk.subarray(0, 512))
  })
  // An IP address must not be sent as a server name (RFC 6066 section 3).
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
