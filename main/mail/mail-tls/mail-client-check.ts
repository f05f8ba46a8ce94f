import type { Failure } from '../../../contract/failure.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { failureText } from '../../../words/failure-text.ts'
import { createTranslate } from '../../../words/translate.ts'
import type { ClientCheck, Misfit } from '../../ssh/forward/listener.ts'
import { mailPresets, type MailPreset } from '../presets.ts'

/** A mail client that is silent for so long is no TLS client: those begin at once. */
const silentMs = 10_000

/** Characters of the last line; RFC 5321 section 4.5.3.1.5 and RFC 2449 section 4 allow 512 bytes. */
const longestLine = 450

// In English, as all that mail servers say to programs.
const t = createTranslate('en')

/** A line that ends a connection and is about no password: RFC 9051 section 7.1.5, RFC 5321 section 4.2.3, RFC 3206. */
const lastLine = (protocol: MailPreset['protocol'], text: string): Uint8Array => {
  const words = text
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, longestLine)
  const begins = { imap: '* BYE', pop3: '-ERR [SYS/TEMP]', smtp: '421 localhost' }
  return Buffer.from(`${begins[protocol]} ${words}\r\n`, 'latin1')
}

/** The last words for a mail client that `failure` leaves unserved. None of them says that a password is wrong. */
export const lastWordsOf =
  (protocol: MailPreset['protocol']) =>
  (failure: Failure): Uint8Array =>
    lastLine(protocol, `Postern: ${failureText(t, failure).message}`)

/** A fatal alert handshake_failure (RFC 8446 section 6.2), with which a TLS client ends at once. */
const fatalAlert = Uint8Array.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28)

const speaksTls: Misfit = { fault: 'speaks-tls', lastWords: fatalAlert }

/** No mail protocol begins with the byte of a TLS handshake record, and each TLS version to date has the number 3.x. */
const isTls = (firstBytes: Buffer): boolean => firstBytes[0] === 0x16 && (firstBytes.length < 2 || firstBytes[1] === 0x03)

/**
 * The check for a forward's mail clients: of TLS at a local port that is plain, and of a client that waits in plain where the mail server waits for
 * TLS. Undefined for a forward of an unknown kind.
 */
export const clientCheckFor = (forward: Pick<LocalForward, 'service' | 'mailTls'>): ClientCheck | undefined => {
  const { service, mailTls } = forward
  if (mailTls !== 'none') return { judge: (firstBytes) => (isTls(firstBytes) ? speaksTls : undefined) }
  if (service === 'other') return undefined
  if (!mailPresets[service].tls) return { judge: (firstBytes) => (isTls(firstBytes) ? speaksTls : undefined) }
  const text =
    'Postern: the mail server begins with TLS here, and the mail app waits in plain. Set its connection security to SSL/TLS.'
  const waits: Misfit = { fault: 'waits-for-plain', lastWords: lastLine(mailPresets[service].protocol, text) }
  return { judge: () => undefined, silence: { ms: silentMs, misfit: waits } }
}
