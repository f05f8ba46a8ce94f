import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Account } from '../../contract/account.ts'
import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import type { LocalForward, MailService } from '../../contract/local-forward.ts'
import type { Channel, Connection } from '../ssh/connection.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'
import { askFacts, leave } from './ask-facts.ts'
import type { CheckCertificate, CheckedCertificate } from './check-certificate.ts'
import type { EncryptMail } from './mail-tls/mail-tls.ts'
import { mailPresets } from './presets.ts'
import { readUntil, type ReadText } from './read-until.ts'
import { recogniseGreeting, type Recognised } from './recognise-greeting.ts'
import { isWholeGreeting } from './server-facts.ts'

/**
 * Reads a mail server's greeting through a forward over `connection`, at most 4 KiB of it, and asks what the server offers. TLS is done as a mail
 * client meets it: by Postern where the forward has it, else by the service itself. Never rejects for a mail server's fault.
 */
export type CheckGreeting = (connection: Connection, account: Account, forward: LocalForward) => Promise<GreetingCheck>

export interface GreetingCheckDependencies {
  readonly encryptMail: EncryptMail
  readonly checkCertificate: CheckCertificate
  /** For the channel; and as long again for TLS, for the greeting, and for the answer behind it. */
  readonly timeoutMs: number
}

/** SECURITY: bytes that Postern reads from a server that is not yet known to be a mail server. */
const limit = 4096
/** Characters of a greeting on the screen; RFC 5321 and RFC 1939 allow 512 at most. */
const shown = 512

/** The greeting check of the application waits 5 s. */
export const greetingTimeoutMs = 5000

export const createCheckGreeting = (dependencies: GreetingCheckDependencies): CheckGreeting => {
  const { timeoutMs } = dependencies

  /** The greeting over `channel`, in TLS or plain, and what the server said behind it. */
  const converse = async (
    { connection, channel }: { readonly connection: Connection; readonly channel: Channel },
    account: Account,
    forward: LocalForward,
  ): Promise<GreetingCheck> => {
    const { stream, certificate } = await withTls(dependencies, { channel, account, forward })
    const read = await readUntil(stream, { isWhole: isWholeGreeting, limit, timeoutMs })
    if (read.bytes.length === 0) throw new FailureError(await withoutGreeting(connection, forward, { read, timeoutMs }))
    const text = read.bytes.toString('utf8')
    const greeting = boundedPrintableLine(text.split('\n')[0] ?? '', shown)
    const recognised = judge(forward, greeting)
    const protocol = recognised?.protocol
    const asks = forward.service !== 'other' && certificate === undefined && read.ended === 'whole'
    const facts = asks && protocol !== undefined ? await askFacts(stream, { protocol, greeting: text, timeoutMs }) : undefined
    if (protocol !== undefined) await leave(stream, protocol)
    const service: MailService | 'unknown' = forward.service === 'other' ? (protocol ?? 'unknown') : forward.service
    return { forward, ok: true, greeting, recognised: service, ...(facts === undefined ? {} : { facts }), ...certificate?.() }
  }

  return async (connection, account, forward) => {
    try {
      const channel = await connection.openChannel({ host: forward.destinationHost, port: forward.destinationPort }, { timeoutMs })
      try {
        // A close follows each error and is handled, so the error itself is ignored.
        channel.on('error', () => undefined)
        return await converse({ connection, channel }, account, forward)
      } finally {
        channel.destroy()
      }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      return { forward, ok: false, failure }
    }
  }
}

const destinationOf = ({ destinationHost: host, destinationPort: port }: LocalForward): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** What the certificate was found to be, once the handshake is done. */
interface InTls {
  readonly stream: Duplex
  readonly certificate: () => CheckedCertificate
}

const withTls = async (
  { encryptMail, checkCertificate, timeoutMs }: GreetingCheckDependencies,
  { channel, account, forward }: { readonly channel: Channel; readonly account: Account; readonly forward: LocalForward },
): Promise<InTls | { readonly stream: Duplex; readonly certificate?: undefined }> => {
  const { service } = forward
  if (service === 'other') return { stream: channel }
  const mode = forward.mailTls === 'none' && mailPresets[service].tls ? 'tls' : forward.mailTls
  if (mode === 'none') return { stream: channel }
  const { protocol } = mailPresets[service]
  const destination = destinationOf(forward)
  const { name, roots, judge, checked } = await checkCertificate(account, forward)
  const stream = await encryptMail(channel, { mode, protocol, destination, name, roots, judge, timeoutMs })
  stream.on('error', () => undefined)
  return { stream, certificate: checked }
}

/** Returns the recognised protocol. Throws if the server refuses, or is another kind of server than the forward is for. */
const judge = (forward: LocalForward, greeting: string): Recognised | undefined => {
  const { service } = forward
  const destination = destinationOf(forward)
  const recognised = recogniseGreeting(greeting)
  if (service !== 'other' && recognised?.protocol !== mailPresets[service].protocol)
    throw new FailureError({ code: 'greeting-unexpected', destination, expected: service, said: greeting })
  if (recognised?.welcomes === false)
    throw new FailureError({ code: 'mail-server-refused', destination, reason: 'unwelcome', said: greeting })
  return recognised
}

/** Returns why no greeting came. The loss of the SSH connection is never reported as a mail server that hung up. */
const withoutGreeting = async (
  connection: Connection,
  forward: LocalForward,
  { read, timeoutMs }: { readonly read: ReadText; readonly timeoutMs: number },
): Promise<Failure> => {
  const destination = destinationOf(forward)
  // The channel closes in the same turn as the connection, and its event may come first.
  const lost = await Promise.race([connection.closed, nextTurn()])
  if (lost !== undefined) return lost
  return read.ended === 'silent'
    ? { code: 'mail-server-silent', destination, seconds: timeoutMs / 1000 }
    : { code: 'mail-server-refused', destination, reason: 'closed-without-greeting' }
}
