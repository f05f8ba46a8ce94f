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

/** Reads the greeting behind a forward over `connection`: at most 4 KiB within 5 s. Never rejects for a mail server's fault. */
export type CheckGreeting = (connection: Connection, forward: LocalForward) => Promise<GreetingCheck>

/** SECURITY: what a server may make Postern read before it has shown to be a mail server. */
const limit = 4096
/** Of a greeting on the screen; RFC 5321 and RFC 1939 have 512 characters at most. */
const shown = 512

interface Seen {
  readonly line: FirstLine
  /** Protocol version and certificate, where TLS comes first. */
  readonly tls?: string
}

/** `CheckGreeting` with `timeoutMs` to open the channel and as much again to hear the greeting. */
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

export const checkGreeting = greetingCheckWithin(5000)

const destinationOf = ({ destinationHost: host, destinationPort: port }: LocalForward): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const listen = async (channel: Channel, forward: LocalForward, timeoutMs: number): Promise<Seen> => {
  // An error says no more than the close that follows it.
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

/** The service as recognised, or a failure where the server says no or is another kind of server than the forward is for. */
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

/** Why nothing was heard. A connection that went down meanwhile is never taken for a mail server that hung up. */
const withoutGreeting = async (
  connection: Connection,
  forward: LocalForward,
  none: 'silent' | 'closed',
  timeoutMs: number,
): Promise<Failure> => {
  const destination = destinationOf(forward)
  // The channel closes in the same turn as the connection, and may be the first to say so.
  const lost = await Promise.race([connection.closed, nextTurn()])
  if (lost !== undefined) return lost
  return none === 'silent'
    ? { code: 'mail-server-silent', destination, seconds: timeoutMs / 1000 }
    : { code: 'mail-server-refused', destination, reason: 'closed-without-greeting' }
}
