import type { Duplex } from 'node:stream'
import type { MailTlsReason } from '../../../contract/reason.ts'

/** Bytes that a server sent in place of TLS and that are shown. */
const shownBytes = 512

/** What comes from a server, beside the one who reads it. */
export interface Answer {
  /** All bytes so far. */
  readonly received: () => number
  /** The first 512 bytes since `begin`, one character for each. */
  readonly first: () => string
  /** Called when TLS begins. */
  readonly begin: () => void
  readonly release: () => void
}

/** Watches `channel`, which stays paused. Each listener for `data` receives every chunk. */
export const watchAnswer = (channel: Duplex): Answer => {
  let received = 0
  let first: string | undefined
  const onData = (chunk: Buffer): void => {
    received += chunk.length
    if (first !== undefined) first += chunk.subarray(0, shownBytes - first.length).toString('latin1')
  }
  channel.on('data', onData).pause()
  return {
    received: () => received,
    first: () => first ?? '',
    begin: () => {
      first = ''
    },
    release: () => void channel.off('data', onData),
  }
}

/** Content types of TLS records (RFC 8446 section 5.1). */
const [alert, handshake] = ['\x15', '\x16']

/** The reason of a handshake that failed with `error`. `said` is the plain line that came in place of TLS. */
export const tlsFault = (
  error: NodeJS.ErrnoException,
  first: string,
): { readonly reason: Exclude<MailTlsReason['reason'], 'too-slow'>; readonly said?: string } => {
  if (first !== '' && !first.startsWith(alert) && !first.startsWith(handshake))
    return { reason: 'plain-text-instead', said: first.split('\n')[0] ?? '' }
  const code = error.code ?? ''
  if (!code.startsWith('ERR_SSL_')) return { reason: 'cut' }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_SSL_VERSION|WRONG_VERSION_NUMBER/.test(code))
    return { reason: 'version-too-old' }
  // An alert behind the server's part of the handshake is about the client's part: its certificate (RFC 5246 section 7.4.6).
  const isAboutClient = first.startsWith(handshake) && /ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)/.test(code)
  if (isAboutClient || code.includes('CERTIFICATE_REQUIRED')) return { reason: 'client-certificate-wanted' }
  return { reason: 'handshake-failed' }
}
