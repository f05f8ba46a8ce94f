import { setImmediate as nextTurn } from 'node:timers/promises'
import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import type { LocalForward, MailService } from '../../contract/local-forward.ts'
import type { Channel, Connection } from '../ssh/connection.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'
import { readFirstLine, type FirstLine } from './first-line.ts'
import { mailPresets } from './presets.ts'
import { recogniseGreeting } from './recognise-greeting.ts'
import { startTlsProbe } from './tls-probe.ts'

/** Reads a mail server's greeting through a forward over `connection`: at most 4 KiB. Never rejects for a mail server's fault. */
export type CheckGreeting = (connection: Connection, forward: LocalForward) => Promise<GreetingCheck>

/** SECURITY: bytes that Postern reads from a server that is not yet known to be a mail server. */
const limit = 4096
/** Characters of a greeting on the screen; RFC 5321 and RFC 1939 allow 512 at most. */
const shown = 512

interface Seen {
  readonly line: FirstLine
  /** Protocol version and certificate, if the service begins with TLS. */
  readonly tls?: string
}

/** Returns a `CheckGreeting` that waits up to `timeoutMs` for the channel, and as long again for the greeting. */
export const greetingCheckWithin =
  (timeoutMs: number): CheckGreeting =>
  async (connection, forward) => {
    try {
      const channel = await connection.openChannel({ host: forward.destinationHost, port: forward.destinationPort }, { timeoutMs })
      try {
        const { line, tls } = await listen(channel, forward, timeoutMs)
        if ('none' in line) throw new FailureError(await withoutGreeting(connection, forward, line.none, timeoutMs))
        const greeting = boundedPrintableLine(new TextDecoder().decode(line.line), shown)
        const recognised = judge(forward, greeting)
        return { forward, ok: true, greeting: tls === undefined ? greeting : `${greeting} (${tls})`, recognised }
      } finally {
        channel.destroy()
      }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      return { forward, ok: false, failure }
    }
  }

/** The greeting check with 5 s for the channel and 5 s for the greeting. */
export const checkGreeting = greetingCheckWithin(5000)

const destinationOf = ({ destinationHost: host, destinationPort: port }: LocalForward): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const listen = async (channel: Channel, forward: LocalForward, timeoutMs: number): Promise<Seen> => {
  // A close follows each error and is handled, so the error itself is ignored.
  channel.on('error', () => undefined)
  if (forward.service === 'other' || !mailPresets[forward.service].tls)
    return { line: await readFirstLine(channel, { limit, timeoutMs }) }
  const probe = startTlsProbe(channel, forward.destinationHost)
  try {
    const line = await readFirstLine(probe.stream, { limit, timeoutMs })
    return { line, tls: boundedPrintableLine(probe.description(), shown) }
  } catch (error) {
    const plain = probe.plainText()
    if (plain === '') return { line: { none: 'closed' } }
    const said = boundedPrintableLine(plain ?? (error instanceof Error ? error.message : String(error)), shown)
    throw new FailureError({ code: 'greeting-unexpected', destination: destinationOf(forward), expected: 'tls', said })
  } finally {
    probe.stream.destroy()
  }
}

/** Returns the recognised service. Throws if the server refuses, or is another kind of server than the forward is for. */
const judge = (forward: LocalForward, greeting: string): MailService | 'unknown' => {
  const { service } = forward
  const destination = destinationOf(forward)
  const recognised = recogniseGreeting(greeting)
  if (service !== 'other' && recognised?.protocol !== mailPresets[service].protocol)
    throw new FailureError({ code: 'greeting-unexpected', destination, expected: service, said: greeting })
  if (recognised?.welcomes === false)
    throw new FailureError({ code: 'mail-server-refused', destination, reason: 'unwelcome', said: greeting })
  return service === 'other' ? (recognised?.protocol ?? 'unknown') : service
}

/** Returns why no greeting came. The loss of the SSH connection is never reported as a mail server that hung up. */
const withoutGreeting = async (
  connection: Connection,
  forward: LocalForward,
  none: 'silent' | 'closed',
  timeoutMs: number,
): Promise<Failure> => {
  const destination = destinationOf(forward)
  // The channel closes in the same turn as the connection, and its event may come first.
  const lost = await Promise.race([connection.closed, nextTurn()])
  if (lost !== undefined) return lost
  return none === 'silent'
    ? { code: 'mail-server-silent', destination, seconds: timeoutMs / 1000 }
    : { code: 'mail-server-refused', destination, reason: 'closed-without-greeting' }
}
