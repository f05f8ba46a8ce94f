import { startLineServer, say, type Answer, type Conversation } from './line-server.ts'

/** A small mail server inside this process with one mailbox in memory: submission, POP3, and as much IMAP as a greeting check needs. */
export interface MailServer {
  readonly ports: { readonly pop3: number; readonly imap: number; readonly submission: number }
  /** The messages of the mailbox as lines, without the dots of transparency. */
  readonly messages: readonly (readonly string[])[]
  readonly stop: () => Promise<void>
}

interface Credentials {
  readonly user: string
  readonly password: string
}

const hangUp = (line: string): Answer => ({ lines: [line], last: true })
const verbOf = (line: string): string => (line.split(' ')[0] ?? '').toUpperCase()
const restOf = (line: string): string => line.slice(line.indexOf(' ') + 1)

/** RFC 6409 with AUTH PLAIN (RFC 4616), without TLS, because the tunnel protects the password. */
const submission = ({ user, password }: Credentials, deliver: (message: readonly string[]) => void): Conversation => {
  let state: 'commands' | 'credentials' | 'message' = 'commands'
  let authenticated = false
  let message: string[] = []
  const logIn = (response: string): Answer => {
    state = 'commands'
    authenticated = Buffer.from(response, 'base64').toString('utf8') === `\0${user}\0${password}`
    return say(authenticated ? '235 logged in' : '535 user or password is wrong')
  }
  const takeLine = (line: string): Answer => {
    if (line !== '.') {
      message.push(line.startsWith('.') ? line.slice(1) : line)
      return say()
    }
    state = 'commands'
    deliver(message)
    message = []
    return say('250 delivered')
  }
  const takeCommand = (line: string): Answer => {
    switch (verbOf(line)) {
      case 'EHLO':
        return say('250-localhost', '250 AUTH PLAIN')
      case 'AUTH': {
        const [, mechanism = '', initial] = line.split(' ')
        if (mechanism.toUpperCase() !== 'PLAIN') return say('504 only PLAIN is known')
        if (initial !== undefined) return logIn(initial)
        state = 'credentials'
        return say('334 ')
      }
      case 'MAIL':
      case 'RCPT':
        return say(authenticated ? '250 fine' : '530 log in first')
      case 'DATA':
        if (!authenticated) return say('530 log in first')
        state = 'message'
        return say('354 go on, and end with a dot')
      case 'NOOP':
      case 'RSET':
        return say('250 fine')
      case 'QUIT':
        return hangUp('221 good-bye')
      default:
        return say('502 not known here')
    }
  }
  const readers = { commands: takeCommand, credentials: logIn, message: takeLine }
  return { greeting: '220 localhost ESMTP Postern demo', onLine: (line) => readers[state](line) }
}

/** RFC 1939. QUIT deletes the messages that DELE has marked. */
const pop3 = ({ user, password }: Credentials, mailbox: (readonly string[])[]): Conversation => {
  let name: string | undefined
  let authenticated = false
  const deleted = new Set<readonly string[]>()
  const octets = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 2, 0)
  const kept = (): readonly (readonly [number, readonly string[]])[] =>
    mailbox.map((message, index) => [index + 1, message] as const).filter(([, message]) => !deleted.has(message))
  const withMessage = (number: string, answer: (message: readonly string[]) => Answer): Answer => {
    const found = kept().find(([position]) => String(position) === number)
    return found === undefined ? say('-ERR no such message') : answer(found[1])
  }
  const transaction = (line: string): Answer => {
    switch (verbOf(line)) {
      case 'STAT':
        return say(`+OK ${kept().length} ${kept().reduce((sum, [, message]) => sum + octets(message), 0)}`)
      case 'LIST':
        return say('+OK', ...kept().map(([number, message]) => `${number} ${octets(message)}`), '.')
      case 'RETR':
        return withMessage(restOf(line), (message) =>
          say('+OK', ...message.map((text) => (text.startsWith('.') ? `.${text}` : text)), '.'),
        )
      case 'DELE':
        return withMessage(restOf(line), (message) => {
          deleted.add(message)
          return say('+OK')
        })
      case 'NOOP':
        return say('+OK')
      default:
        return say('-ERR not known here')
    }
  }
  const onLine = (line: string): Answer => {
    switch (verbOf(line)) {
      case 'USER':
        name = restOf(line)
        return say('+OK')
      case 'PASS':
        authenticated = name === user && restOf(line) === password
        return say(authenticated ? '+OK logged in' : '-ERR user or password is wrong')
      case 'CAPA':
        return say('+OK', 'USER', '.')
      case 'QUIT':
        mailbox.splice(0, mailbox.length, ...mailbox.filter((message) => !deleted.has(message)))
        return hangUp('+OK good-bye')
      default:
        return authenticated ? transaction(line) : say('-ERR log in first')
    }
  }
  return { greeting: '+OK Postern demo ready', onLine }
}

const imap = (): Conversation => ({
  greeting: '* OK [CAPABILITY IMAP4rev1] Postern demo ready',
  onLine: (line) => say(`${line.split(' ')[0] ?? '*'} BAD this server only greets`),
})

export const startMailServer = async (credentials: Credentials): Promise<MailServer> => {
  const mailbox: (readonly string[])[] = []
  const servers = await Promise.all([
    startLineServer(() => pop3(credentials, mailbox)),
    startLineServer(imap),
    startLineServer(() => submission(credentials, (message) => mailbox.push(message))),
  ])
  const [forPop3, forImap, forSubmission] = servers
  return {
    ports: { pop3: forPop3.port, imap: forImap.port, submission: forSubmission.port },
    messages: mailbox,
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}
