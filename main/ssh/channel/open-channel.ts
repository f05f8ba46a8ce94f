import type { Client, ClientChannel } from 'ssh2'
import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { DestinationFault } from '../../../contract/reason.ts'
import type { Channel, Destination } from '../connection.ts'
import type { ConnectionEnd } from '../transport/connection-end.ts'
import { boundedPrintableLine } from '../printable.ts'

export interface OpenChannelOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal
}

export interface ChannelOpener {
  readonly client: Client
  readonly host: string
  /** The failure that ended the connection, or undefined while it is up. */
  readonly lost: () => Failure | undefined
  readonly onEnd: ConnectionEnd['onEnd']
}

/** As long as a person would wait for a mail server; sshd gives up after the kernel's two minutes. */
const defaultTimeoutMs = 20_000

/** Reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 section 5.1). */
const prohibited = 1
const unknownChannelType = 3
const resourceShortage = 4

/**
 * Opens a `direct-tcpip` channel; see `Connection.openChannel`. ssh2 throws if the connection is gone, and never calls back if the
 * connection goes while the answer is awaited and its socket stays open; this function rejects in both cases.
 */
export const openChannel = async (
  opener: ChannelOpener,
  destination: Destination,
  options: OpenChannelOptions = {},
): Promise<Channel> => {
  const { timeoutMs = defaultTimeoutMs, signal } = options
  signal?.throwIfAborted()
  const lost = (): Failure => opener.lost() ?? { code: 'connection-lost', host: opener.host, reason: 'ended' }
  return await new Promise<Channel>((resolve, reject) => {
    let settled = false
    const settle = (): boolean => {
      if (settled) return false
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      forget()
      return true
    }
    const fail = (failure: Failure): void => {
      if (settle()) reject(new FailureError(failure))
    }
    const onAbort = (): void => {
      if (settle()) reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      fail({ code: 'mail-server-silent', destination: nameOf(destination), seconds: timeoutMs / 1000 })
    }, timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    const forget = opener.onEnd(() => fail(lost()))
    try {
      opener.client.forwardOut('127.0.0.1', 0, destination.host, destination.port, (error, channel) => {
        if (error) {
          fail(refusal(error, opener.host, destination) ?? lost())
          return
        }
        if (settle()) resolve(asChannel(channel, destination))
        // The answer came too late.
        else channel.destroy()
      })
    } catch {
      fail(lost())
    }
  })
}

const nameOf = ({ host, port }: Destination): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

const asChannel = (channel: ClientChannel, destination: Destination): Channel => {
  // `direct-tcpip` has no stderr, but a server may send some. Unread it would keep the window from being refilled.
  channel.stderr.resume()
  return Object.assign(channel, { destination })
}

/** The failure in the server's answer; undefined if the error is the end of the connection. */
const refusal = (error: Error, host: string, destination: Destination): Failure | undefined => {
  if (!('reason' in error)) return undefined
  if (error.reason === prohibited || error.reason === unknownChannelType)
    return { code: 'forwarding-prohibited', host, destination: nameOf(destination) }
  const said = boundedPrintableLine(error.message.replace(/^\(SSH\) Channel open failure: /, ''), 300)
  if (error.reason === resourceShortage) return { code: 'channel-shortage', host, destination: nameOf(destination), said }
  return { code: 'mail-server-refused', destination: nameOf(destination), reason: faultIn(said), said }
}

/**
 * Error messages by their cause: those of strerror(3) and gai_strerror(3), which sshd passes on, and of the resolvers of Go, Java, Python
 * and Twisted.
 */
const faultWords: readonly { readonly words: RegExp; readonly fault: DestinationFault }[] = [
  { words: /connection refused/i, fault: 'connection-refused' },
  { words: /no route|unreachable/i, fault: 'host-unreachable' },
  {
    words: /not known|name resolution|no address|nodename|unknown ?host|no such host|unresolved|getaddrinfo|dns lookup failed/i,
    fault: 'host-not-found',
  },
]

const faultIn = (said: string): DestinationFault => faultWords.find(({ words }) => words.test(said))?.fault ?? 'channel-refused'
