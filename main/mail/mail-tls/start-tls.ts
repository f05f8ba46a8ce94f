import type { MailTlsReason } from '../../../contract/reason.ts'
import type { MailPreset } from '../presets.ts'
import type { ChannelLines } from './channel-lines.ts'

/** The end of a dialogue that leads to no TLS. `said` is the line of the server that ended it. */
export type Refusal =
  | { readonly refusal: 'unwelcome' | 'greeting-unexpected'; readonly said: string }
  | { readonly refusal: Exclude<MailTlsReason['reason'], 'too-slow'>; readonly said?: string }

/** Carries a Refusal out of a dialogue. */
export class StartTlsRefused extends Error {
  override readonly name = 'StartTlsRefused'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.refusal)
    this.refusal = refusal
  }
}

/**
 * Leads the dialogue up to the server's consent to TLS. Resolves to the greeting for the mail client, with its line ends. The capabilities of an
 * IMAP greeting are left out, because they hold before TLS alone. Rejects with StartTlsRefused and NoMoreLines.
 */
type Dialogue = (lines: ChannelLines) => Promise<string>

const refuse = (refusal: Refusal): never => {
  throw new StartTlsRefused(refusal)
}

/** RFC 9051 sections 6.2.1 and 7.1. */
const imap: Dialogue = async (lines) => {
  const greeting = await lines.next()
  const [, condition = '', rest = ''] = /^\* (OK|PREAUTH|BYE)(?: (.*))?$/i.exec(greeting) ?? []
  if (condition === '') refuse({ refusal: 'greeting-unexpected', said: greeting })
  if (/^bye$/i.test(condition)) refuse({ refusal: 'unwelcome', said: greeting })
  // SECURITY: STARTTLS is not allowed any more after PREAUTH, which anyone on the way can put in place of the greeting.
  if (/^preauth$/i.test(condition)) refuse({ refusal: 'pre-authenticated', said: greeting })
  const [, capabilities, text = rest] = /^\[CAPABILITY ([^\]]*)\] ?(.*)$/i.exec(rest) ?? []
  // A greeting without capabilities says nothing about STARTTLS, which is then simply tried.
  if (capabilities !== undefined && !/(?:^| )STARTTLS(?: |$)/i.test(capabilities))
    refuse({ refusal: 'not-offered', said: greeting })
  lines.send('postern STARTTLS')
  for (;;) {
    const answer = await lines.next()
    if (/^postern OK(?: |$)/i.test(answer)) break
    if (!answer.startsWith('* ')) refuse({ refusal: 'refused', said: answer })
    if (/^\* BYE(?: |$)/i.test(answer)) refuse({ refusal: 'unwelcome', said: answer })
  }
  return `* OK ${text === '' ? 'ready' : text}\r\n`
}

/** Whether the list of CAPA has STLS (RFC 2449 section 5, RFC 2595 section 4). A server that knows no CAPA may know it nevertheless. */
const mayKnowStls = async (lines: ChannelLines): Promise<boolean> => {
  lines.send('CAPA')
  const answer = await lines.next()
  if (/^-ERR(?: |$)/i.test(answer)) return true
  if (!/^\+OK(?: |$)/i.test(answer)) refuse({ refusal: 'refused', said: answer })
  let isListed = false
  for (let line = await lines.next(); line !== '.'; line = await lines.next()) isListed ||= /^STLS *$/i.test(line)
  return isListed
}

/** RFC 2595 section 4. The timestamp of APOP (RFC 1939 section 7) stays in the greeting. */
const pop3: Dialogue = async (lines) => {
  const greeting = await lines.next()
  if (/^-ERR(?: |$)/i.test(greeting)) refuse({ refusal: 'unwelcome', said: greeting })
  if (!/^\+OK(?: |$)/i.test(greeting)) refuse({ refusal: 'greeting-unexpected', said: greeting })
  if (!(await mayKnowStls(lines))) refuse({ refusal: 'not-offered' })
  lines.send('STLS')
  const answer = await lines.next()
  if (!/^\+OK(?: |$)/i.test(answer)) refuse({ refusal: 'refused', said: answer })
  return `${greeting}\r\n`
}

/** All lines of one answer (RFC 5321 section 4.2.1). A line of another form ends it. */
const smtpAnswer = async (lines: ChannelLines): Promise<readonly [string, ...string[]]> => {
  const answer: [string, ...string[]] = [await lines.next()]
  while (/^\d{3}-/.test(answer.at(-1) ?? '')) answer.push(await lines.next())
  return answer
}

/** RFC 3207. The answer to our EHLO is never shown to the mail client, which sends its own inside TLS (section 4.2). */
const smtp: Dialogue = async (lines) => {
  const greeting = await smtpAnswer(lines)
  if (/^[45]\d\d(?:[ -]|$)/.test(greeting[0])) refuse({ refusal: 'unwelcome', said: greeting[0] })
  if (!/^220(?:[ -]|$)/.test(greeting[0])) refuse({ refusal: 'greeting-unexpected', said: greeting[0] })
  // RFC 5321 section 4.1.3: an address where no name is known.
  lines.send('EHLO [127.0.0.1]')
  const answer = await smtpAnswer(lines)
  if (answer[0].startsWith('421')) refuse({ refusal: 'unwelcome', said: answer[0] })
  const keywords = answer.slice(1)
  if (!answer[0].startsWith('250') || !keywords.some((line) => /^250[ -]STARTTLS *$/i.test(line)))
    refuse({ refusal: 'not-offered', ...(answer[0].startsWith('250') ? {} : { said: answer[0] }) })
  lines.send('STARTTLS')
  const consent = await smtpAnswer(lines)
  if (!/^220(?:[ -]|$)/.test(consent[0])) refuse({ refusal: 'refused', said: consent[0] })
  return greeting.map((line) => `${line}\r\n`).join('')
}

const dialogues: Readonly<Record<MailPreset['protocol'], Dialogue>> = { imap, pop3, smtp }

/**
 * Asks a mail server for TLS. Resolves to the greeting for the mail client, once the server awaits the handshake.
 *
 * SECURITY: bytes behind the server's consent would come out of TLS as if they had been protected by it (CVE-2011-0411), so they end the
 * connection. There is no way on in plain from here, whatever the server says: its words can be anyone's.
 */
export const startTls = async (lines: ChannelLines, protocol: MailPreset['protocol']): Promise<string> => {
  const greeting = await dialogues[protocol](lines)
  if (lines.release() > 0) refuse({ refusal: 'data-before-tls' })
  return greeting
}
