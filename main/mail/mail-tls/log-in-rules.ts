/** What becomes of one line of the server. */
interface PassedLine {
  /** What goes on to the mail client now, with what was held back before. */
  readonly passed: string
  /** The number of bytes behind the line that belong to no line: a literal of IMAP (RFC 9051 section 4.3). */
  readonly literal?: number
  readonly endsLogIn?: boolean
}

/** One protocol up to the log-in. Lines of the server come with their end, those of the client without; one character is one byte. */
export interface LogInRules {
  /** Called with the first 100 characters. */
  readonly fromClient: (line: string) => void
  readonly fromServer: (line: string) => PassedLine
  /** What is held back. */
  readonly held: () => string
}

/** SECURITY: commands that a mail client has sent and that are unanswered. With more, the oldest are forgotten. */
const mostCommands = 64

/** RFC 9051. The log-in ends with the tagged OK to LOGIN or AUTHENTICATE, or with PREAUTH. */
export const createImapRules = (): LogInRules => {
  const logInTags: string[] = []
  /** The next line goes on behind a literal, and begins no answer. */
  let continues = false
  const withoutGone = (capabilities: string): string => capabilities.replace(/ (?:STARTTLS|LOGINDISABLED)(?=[ \r\n\]])/gi, '')
  const clean = (line: string): string =>
    /^\* CAPABILITY /i.test(line)
      ? withoutGone(line)
      : line.replace(/^[^ ]+ (?:OK|NO|BAD|BYE|PREAUTH) \[CAPABILITY [^\]]*\]/i, withoutGone)
  return {
    fromClient: (line) => {
      const [, tag] = /^([^ ]+) (?:LOGIN|AUTHENTICATE)(?: |$)/i.exec(line) ?? []
      if (tag !== undefined) logInTags.push(tag)
      if (logInTags.length > mostCommands) logInTags.shift()
    },
    fromServer: (line) => {
      const [, size] = /\{(\d{1,15})\+?\}\r?\n$/.exec(line) ?? []
      const literal = Number(size ?? 0)
      const isContinued = continues
      continues = size !== undefined
      if (isContinued) return { passed: line, literal }
      const [, tag = '', condition = ''] = /^([^ ]+) (OK|PREAUTH)[ \r\n]/i.exec(line) ?? []
      const endsLogIn = logInTags.includes(tag) || (tag === '*' && /^preauth$/i.test(condition))
      return { passed: clean(line), literal, endsLogIn }
    },
    held: () => '',
  }
}

/**
 * RFC 1939, RFC 2449 and RFC 5034. Each command has one answer in its order, so that the list of CAPA is told from a message, and the log-in ends
 * with the +OK to PASS, APOP or AUTH.
 */
export const createPop3Rules = (): LogInRules => {
  const commands: string[] = []
  let isGreeted = false
  let isListing = false
  /** Lines of the client that answer a challenge (RFC 5034 section 4) and are no commands. */
  let challenges = 0
  return {
    fromClient: (line) => {
      if (challenges > 0) challenges -= 1
      // SECURITY: the command and the blank behind it, and not the password of PASS. AUTH alone only lists mechanisms.
      else commands.push(/^[^ ]* ?/.exec(line)?.[0].toUpperCase() ?? '')
      if (commands.length > mostCommands) commands.shift()
    },
    fromServer: (line) => {
      if (!isGreeted) {
        isGreeted = true
        return { passed: line }
      }
      if (isListing) {
        isListing = !/^\.\r?\n$/.test(line)
        return { passed: /^STLS *\r?\n$/i.test(line) ? '' : line }
      }
      if (/^\+[ \r\n]/.test(line)) challenges += 1
      if (!/^(?:\+OK|-ERR)[ \r\n]/i.test(line)) return { passed: line }
      const command = commands.shift() ?? ''
      const isOk = line.startsWith('+')
      isListing = isOk && command === 'CAPA'
      return { passed: line, endsLogIn: isOk && /^(?:PASS|APOP|AUTH) $/.test(command) }
    },
    held: () => '',
  }
}

/**
 * RFC 5321 and RFC 4954. The log-in ends with 235, and without one at 354, behind which comes mail. A line `250-` is held until the next one has
 * come, because it becomes the last one, `250 `, where that is STARTTLS.
 */
export const createSmtpRules = (): LogInRules => {
  let held = ''
  const release = (): string => {
    const line = held
    held = ''
    return line
  }
  return {
    fromClient: () => undefined,
    fromServer: (line) => {
      // The first line of the answer to EHLO names the server, and stays.
      if (held !== '' && /^250-STARTTLS *\r?\n$/i.test(line)) return { passed: '' }
      if (held !== '' && /^250 STARTTLS *\r?\n$/i.test(line)) return { passed: release().replace('250-', '250 ') }
      const before = release()
      if (line.startsWith('250-')) {
        held = line
        return { passed: before }
      }
      return { passed: before + line, endsLogIn: /^(?:235|354)[ \-\r\n]/.test(line) }
    },
    held: () => held,
  }
}
