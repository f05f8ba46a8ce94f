import { z } from 'zod'

const port = z.number().int()
const host = z.string()
const secret = z.enum(['passphrase', 'password'])
const refusalReason = z.enum(['other-user', 'too-many', 'held-too-long', 'not-connected'])
/** The text of a server, a library or the OS, in its own words. */
const said = z.string()
const entry = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.object({ name: z.literal(name), ...shape })

/**
 * Every entry of the connection log: a name and values. The words are in assets/locales under `log.entry.<name>`, with the values filled in.
 */
export const LogEntrySchema = z.discriminatedUnion('name', [
  // The state of a tunnel.
  entry('stopped', {}),
  entry('waiting', {}),
  entry('waiting-after-failure', {}),
  entry('connecting', { attempt: z.number().int() }),
  entry('connected', {}),
  /** `retryAt` is ISO 8601 in UTC. */
  entry('retrying', { attempt: z.number().int(), retryAt: z.string() }),
  entry('offline', {}),
  entry('blocked', {}),
  /** No mail client has used the tunnel for the time of its linger, so it ends. */
  entry('linger-ended', {}),
  /** An account that connects at start could not be connected. */
  entry('not-connected-at-start', {}),

  // The way to the SSH server.
  entry('server-reached', { address: z.string(), port }),
  /** `said` is the software of the server's identification line (RFC 4253 section 4.2). */
  entry('server-identified', { host, said }),
  entry('jump-host-failed', { account: z.string() }),
  /** The host key was accepted, but could not be written to known_hosts. */
  entry('host-key-not-kept', {}),

  // Log-in.
  entry('banner', { said }),
  entry('key-offered', { key: z.string() }),
  entry('key-unusable', { key: z.string() }),
  /** `comment` is the comment of the key in the agent. */
  entry('agent-key-offered', { comment: z.string() }),
  entry('agent-unusable', { address: z.string() }),
  entry('agent-keys-refused', {}),
  entry('password-refused', {}),
  entry('answers-refused', {}),
  /** The server accepted `method` and wants one of `accepted` as well (RFC 4252 section 5.1). */
  entry('partly-accepted', {
    method: z.enum(['agent', 'key', 'keyboard-interactive', 'password']),
    accepted: z.array(z.string()),
  }),
  entry('log-in-error', { said }),
  entry('secret-not-read', { secret }),
  entry('secret-not-kept', { secret }),

  // Forwards. `port` is the local one.
  entry('port-not-bound', { port }),
  entry('port-error', { port, said }),
  entry('client-refused', { port, reason: refusalReason }),
  /** More of them since the entry before. */
  entry('clients-refused', { port, reason: refusalReason, count: z.number().int() }),
  entry('client-not-served', { port }),
  /** The mail app's setting does not fit the local port: see `AppFault`. */
  entry('app-speaks-tls', { port }),
  entry('app-waits-for-plain', { port }),

  // Certificates of mail servers. `destination` is `host:port`.
  /** `by`: a person trusted it, or the host key of the SSH server, which is the mail server too, stands for it. */
  entry('certificate-pinned', { destination: z.string(), fingerprint: z.string(), by: z.enum(['person', 'host-key']) }),
  /** It was accepted, but its pin could not be written. */
  entry('certificate-not-kept', { destination: z.string() }),
  /** `since` is ISO 8601 in UTC. */
  entry('pinned-certificate-expired', { destination: z.string(), since: z.string() }),
  /** A file, or the system, of whose authorities none counts. */
  entry('authorities-not-read', { source: z.string(), said }),

  // This computer.
  entry('slept', { seconds: z.number() }),
  entry('network-changed', {}),
  entry('network-absent', {}),
  entry('traffic-damaged', { keptAs: z.string() }),
  entry('traffic-not-written', {}),

  /** A fault of Postern itself. `said` is the error with its stack trace. */
  entry('program-fault', { said }),
  /** A line of another version of Postern, unchanged. */
  entry('other-version', { said }),
])

export type LogEntry = z.infer<typeof LogEntrySchema>
export type LogEntryName = LogEntry['name']
/** The names of all values that an entry can have. */
export type LogField = LogEntry extends infer Entry ? (Entry extends LogEntry ? Exclude<keyof Entry, 'name'> : never) : never

/** The entry for an error that carries no failure. */
export const programFault = (error: unknown): LogEntry => ({
  name: 'program-fault',
  said: error instanceof Error ? (error.stack ?? error.message) : String(error),
})
