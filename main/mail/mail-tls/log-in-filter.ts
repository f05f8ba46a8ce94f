import type { MailPreset } from '../presets.ts'
import { createImapRules, createPop3Rules, createSmtpRules } from './log-in-rules.ts'

/**
 * Hides from a mail client what does not hold inside TLS: STARTTLS, STLS and LOGINDISABLED, which some servers list there. All other bytes
 * pass unchanged, and after the log-in all bytes do.
 */
export interface LogInFilter {
  readonly fromClient: (chunk: Buffer) => void
  readonly fromServer: (chunk: Buffer) => Buffer
  /** Returns what is held back, at the end of the server's stream. */
  readonly rest: () => Buffer
  /** True once the log-in is done. Nothing has to pass here from then on. */
  readonly isDone: () => boolean
}

/** SECURITY: the longest line that is held until its end comes. A server that sends a longer one before the log-in is not filtered further. */
const longestLine = 8 * 1024
/** Characters by which a command is known. They may hold a password, so they are dropped when the line ends. */
const commandLength = 100

const rulesOf = { imap: createImapRules, pop3: createPop3Rules, smtp: createSmtpRules }

export const createLogInFilter = (protocol: MailPreset['protocol']): LogInFilter => {
  const rules = rulesOf[protocol]()
  let done = false
  let command = ''
  let pending: Buffer = Buffer.alloc(0)
  let literalLeft = 0

  const fromClient = (chunk: Buffer): void => {
    if (done) return
    let start = 0
    for (let feed = chunk.indexOf('\n'); feed !== -1; feed = chunk.indexOf('\n', start)) {
      command += chunk.subarray(start, Math.min(feed, start + commandLength)).toString('latin1')
      rules.fromClient(command.slice(0, commandLength).trimEnd())
      command = ''
      start = feed + 1
    }
    const left = chunk.subarray(start, start + commandLength).toString('latin1')
    command = (command + left).slice(0, commandLength)
  }

  const fromServer = (chunk: Buffer): Buffer => {
    let bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    const passed: Buffer[] = []
    while (!done && bytes.length > 0) {
      if (literalLeft > 0) {
        const literal = bytes.subarray(0, literalLeft)
        literalLeft -= literal.length
        bytes = bytes.subarray(literal.length)
        passed.push(literal)
        continue
      }
      const feed = bytes.indexOf('\n')
      const length = feed === -1 ? bytes.length : feed + 1
      if (length > longestLine) {
        done = true
        passed.push(Buffer.from(rules.held(), 'latin1'))
      } else {
        if (feed === -1) break
        const line = rules.fromServer(bytes.subarray(0, length).toString('latin1'))
        bytes = bytes.subarray(length)
        passed.push(Buffer.from(line.passed, 'latin1'))
        literalLeft = line.literal ?? 0
        done = line.endsLogIn === true
      }
    }
    if (done) passed.push(bytes)
    // A copy, so that a few bytes do not keep the memory of a whole read.
    pending = done ? Buffer.alloc(0) : Buffer.from(bytes)
    return passed.length === 1 && passed[0] !== undefined ? passed[0] : Buffer.concat(passed)
  }

  return {
    fromClient,
    fromServer,
    rest: () => Buffer.concat([Buffer.from(rules.held(), 'latin1'), pending]),
    isDone: () => done,
  }
}
