import { connect } from 'node:net'
import { createInterface } from 'node:readline'

/** The client's port and log-in, and the bytes that it has counted on its side of the socket. */
export interface MailAccess {
  readonly port: number
  readonly user: string
  readonly password: string
}

export interface Counted {
  readonly bytesSent: number
  readonly bytesReceived: number
}

interface Dialogue {
  /** Sends lines, and reads answers up to the one for which `ends` is true. */
  readonly exchange: (lines: readonly string[], ends: (line: string) => boolean) => Promise<readonly string[]>
  readonly close: () => Promise<Counted>
}

/** Dials a port. The dialogue rejects with the server's words if `isRefusal` is true for an answer. */
const dial = (port: number, isRefusal: (line: string) => boolean): Dialogue => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const failed = new Promise<never>((_, reject) => socket.once('error', reject))
  failed.catch(() => undefined)
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  return {
    exchange: async (send, ends) => {
      for (const line of send) socket.write(`${line}\r\n`)
      const answer: string[] = []
      for (;;) {
        const next = await Promise.race([lines.next(), failed])
        if (next.done === true) throw new Error('the server hung up')
        if (answer.length === 0 && isRefusal(next.value)) throw new Error(`the server refused: ${next.value}`)
        answer.push(next.value)
        if (ends(next.value)) return answer
      }
    },
    close: async () => {
      socket.end()
      await Promise.race([new Promise((resolve) => socket.once('close', resolve)), failed])
      return { bytesSent: socket.bytesWritten, bytesReceived: socket.bytesRead }
    },
  }
}

/** Sends one message by submission with AUTH PLAIN. `lines` are headers, an empty line and the body. */
export const sendMessage = async (access: MailAccess, address: string, lines: readonly string[]): Promise<Counted> => {
  const { exchange, close } = dial(access.port, (line) => /^[45]/.test(line))
  // The last line of an answer has a blank after its code (RFC 5321 section 4.2.1).
  const step = (...send: readonly string[]) => exchange(send, (line) => /^\d{3} /.test(line))
  const credentials = Buffer.from(`\0${access.user}\0${access.password}`, 'utf8').toString('base64')
  await step()
  await step('EHLO localhost')
  await step(`AUTH PLAIN ${credentials}`)
  await step(`MAIL FROM:<${address}>`)
  await step(`RCPT TO:<${address}>`)
  await step('DATA')
  await step(...lines.map((line) => (line.startsWith('.') ? `.${line}` : line)), '.')
  await step('QUIT')
  return close()
}

/** Fetches and deletes every message of the mailbox by POP3. */
export const fetchMessages = async (
  access: MailAccess,
): Promise<Counted & { readonly messages: readonly (readonly string[])[] }> => {
  const { exchange, close } = dial(access.port, (line) => line.startsWith('-ERR'))
  const step = (...send: readonly string[]) => exchange(send, () => true)
  const list = async (command: string) => (await exchange([command], (line) => line === '.')).slice(1, -1)
  await step()
  await step(`USER ${access.user}`)
  await step(`PASS ${access.password}`)
  const messages: string[][] = []
  for (const entry of await list('LIST')) {
    const number = entry.split(' ')[0] ?? ''
    messages.push((await list(`RETR ${number}`)).map((line) => (line.startsWith('.') ? line.slice(1) : line)))
    await step(`DELE ${number}`)
  }
  await step('QUIT')
  return { messages, ...(await close()) }
}
