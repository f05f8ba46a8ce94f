import type { MailServerFacts } from '../../contract/mail-tls.ts'
import type { MailPreset } from './presets.ts'

type Protocol = MailPreset['protocol']

/** The question that makes a mail server list its capabilities, and the command that leaves politely. */
export interface CapabilityQuestion {
  readonly question: string
  readonly farewell: string
}

/**
 * The question of each protocol: CAPABILITY (RFC 9051 section 6.1.1), CAPA (RFC 2449 section 5), and EHLO with an address literal, since this
 * computer may have no name that the server could look up (RFC 5321 section 4.1.4).
 */
export const capabilityQuestions: Readonly<Record<Protocol, CapabilityQuestion>> = {
  imap: { question: 'a CAPABILITY\r\n', farewell: 'z LOGOUT\r\n' },
  pop3: { question: 'CAPA\r\n', farewell: 'QUIT\r\n' },
  smtp: { question: 'EHLO [127.0.0.1]\r\n', farewell: 'QUIT\r\n' },
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).slice(0, -1)

/** Whether `text` has the whole greeting: one line, and for SMTP each line of a `220-` (RFC 5321 section 4.2.1). */
export const isWholeGreeting = (text: string): boolean => linesOf(text).some((line) => !/^\d{3}-/.test(line))

/** Whether `text` has the whole answer to the question of `protocol`. A refusal is a whole answer. */
export const isWholeAnswer = (protocol: Protocol, text: string): boolean => {
  const lines = linesOf(text)
  switch (protocol) {
    case 'imap':
      return lines.some((line) => /^(?:a (?:OK|NO|BAD)\b|\* BYE\b)/i.test(line))
    case 'pop3':
      // RFC 2449 section 5: a list that ends with a dot, or one line with -ERR.
      return !/^\+OK/.test(lines[0] ?? '+OK') || lines.includes('.')
    case 'smtp':
      return lines.some((line) => !/^\d{3}-/.test(line))
  }
}

/** The capabilities in the greeting's code (RFC 9051 section 7.1), which spare the question. Undefined where the server leaves them out. */
export const factsOfGreeting = (protocol: Protocol, greeting: string): MailServerFacts | undefined => {
  const code = protocol === 'imap' ? /^\* (?:OK|PREAUTH) \[CAPABILITY ([^\]]*)\]/i.exec(greeting)?.[1] : undefined
  return code === undefined ? undefined : imapFacts(wordsOf(code))
}

/** The facts in the whole answer to the question of `protocol`. Undefined where the server did not answer it. */
export const factsOfAnswer = (protocol: Protocol, answer: string): MailServerFacts | undefined => {
  const lines = linesOf(answer)
  switch (protocol) {
    case 'imap': {
      const list = lines.flatMap((line) => /^(?:\* CAPABILITY |a OK \[CAPABILITY )([^\]]*)/i.exec(line)?.[1] ?? [])[0]
      return list === undefined ? undefined : imapFacts(wordsOf(list))
    }
    case 'pop3':
      return pop3Facts(lines)
    case 'smtp':
      return smtpFacts(lines)
  }
}

const wordsOf = (line: string): readonly string[] =>
  line
    .toUpperCase()
    .split(/[ \t]+/)
    .filter((word) => word !== '')

// RFC 9051 section 6.2.3: LOGIN is there unless LOGINDISABLED forbids it.
const imapFacts = (capabilities: readonly string[]): MailServerFacts => ({
  startTls: capabilities.includes('STARTTLS'),
  plainLogIn: !capabilities.includes('LOGINDISABLED'),
})

/** A mail client sends the password by these alone where nothing else is set up. */
const takesPassword = (mechanisms: readonly string[]): boolean => mechanisms.some((name) => name === 'PLAIN' || name === 'LOGIN')

const pop3Facts = ([status = '', ...list]: readonly string[]): MailServerFacts | undefined => {
  // A server of before RFC 2449 knows USER and PASS alone (RFC 1939 section 7).
  if (/^-ERR\b/.test(status)) return { startTls: false, plainLogIn: true }
  if (!/^\+OK\b/.test(status)) return undefined
  const capabilities = list.map(wordsOf)
  const has = (name: string): boolean => capabilities.some(([first]) => first === name)
  const sasl = capabilities.find(([first]) => first === 'SASL')?.slice(1) ?? []
  return { startTls: has('STLS'), plainLogIn: has('USER') || takesPassword(sasl) }
}

const smtpFacts = (lines: readonly string[]): MailServerFacts | undefined => {
  if (!lines.every((line) => line.startsWith('250'))) return undefined
  // The first line is the server's name. `AUTH=` is how servers of before RFC 4954 wrote it.
  const keywords = lines.slice(1).map((line) => wordsOf(line.slice(4).replace(/^AUTH=/i, 'AUTH ')))
  const mechanisms = keywords.filter(([first]) => first === 'AUTH').flatMap((words) => words.slice(1))
  return { startTls: keywords.some(([first]) => first === 'STARTTLS'), plainLogIn: takesPassword(mechanisms) }
}
