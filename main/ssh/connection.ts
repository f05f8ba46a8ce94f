import type { KeyObject } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { HostKey, HostKeyVerdict } from '../../contract/host-key.ts'
import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'

/** One method of log-in with its means. A secret is asked for only when its method has its turn. */
export type AuthenticationMethod =
  | { readonly type: 'agent'; readonly address: string }
  /**
   * `unlock` returns the decrypted private key. If `publicKey`, its public blob, is known, an agent is asked for that key before its other keys.
   */
  | {
      readonly type: 'key'
      readonly name: string
      readonly unlock: () => Promise<PrivateKey>
      readonly publicKey?: Uint8Array | undefined
    }
  | {
      readonly type: 'keyboard-interactive'
      readonly answer: (challenge: Challenge, signal?: AbortSignal) => Promise<readonly string[] | undefined>
    }
  | { readonly type: 'password'; readonly password: (previous?: Failure) => Promise<string | undefined> }

/**
 * A decrypted private key.
 *
 * SECURITY: node:crypto keeps its numbers outside of JavaScript's heap, once, and wipes them with the last reference. As text they would be
 * copied with each use, and strings cannot be wiped.
 */
export interface PrivateKey {
  /** The public half (RFC 4253 section 6.6). */
  readonly publicBlob: Uint8Array
  readonly key: KeyObject
}

/**
 * A keyboard-interactive request (RFC 4256), its text cleaned of control characters and cut to a readable length. Without a prompt it is a
 * notice: it needs no answer, and the signal withdraws it when the server goes on. The answer undefined ends the log-in.
 */
export interface Challenge {
  readonly title: string
  readonly instructions: string
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[]
}

export interface ConnectOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Tried in this order; a method that the server does not accept is skipped. */
  readonly authentication: readonly AuthenticationMethod[]
  /** Asked at each key exchange. Only `{verdict: 'trusted'}` connects. */
  readonly judgeHostKey: (key: HostKey) => HostKeyVerdict
  /** Types of the keys known for this host, offered first so that another type raises no false alarm. */
  readonly knownKeyTypes: readonly string[]
  readonly compression: boolean
  /** For the transport and the handshake. Time in which a person is asked is not counted. */
  readonly connectTimeoutMs: number
  /** To answer the log-in, from the key exchange or from the person's last answer on. */
  readonly logInTimeoutMs: number
  readonly keepaliveMs: number
  readonly keepaliveTimeoutMs: number
  /** The connection through which this one is made (ProxyJump). The caller ends it. */
  readonly via?: Connection | undefined
  readonly signal?: AbortSignal | undefined
  readonly log?: (level: LogLine['level'], entry: LogLine['entry'], failure?: Failure) => void
}

export interface Destination {
  readonly host: string
  readonly port: number
}

/** The negotiated algorithms and the host key, for the connection log and for saving a host key after the handshake. */
export interface HandshakeFacts {
  readonly hostKey: HostKey
  readonly serverSoftware: string
  readonly keyExchange: string
  readonly cipher: string
  readonly compression: string
  readonly authenticatedBy: AuthenticationMethod['type']
}

/** A `direct-tcpip` channel (RFC 4254 section 7.2) as a stream. `end()` sends EOF; `destroy()` closes the channel. */
export interface Channel extends Duplex {
  readonly destination: Destination
}

/** A connection that is up and logged in. */
export interface Connection {
  readonly facts: HandshakeFacts
  /**
   * Opens a channel to `destination` as the SSH server sees it. Rejects with FailureError: `forwarding-prohibited` (reason 1),
   * `mail-server-refused` (reason 2), `mail-server-silent` when no answer comes within `timeoutMs`, `connection-lost`.
   */
  openChannel: (
    destination: Destination,
    options?: { readonly timeoutMs?: number | undefined; readonly signal?: AbortSignal },
  ) => Promise<Channel>
  /** Runs one command, without a shell or pty of Postern's own, and returns its output (at most 64 KiB of each stream). */
  execute: (command: string, options?: { readonly stdin?: Uint8Array; readonly timeoutMs?: number }) => Promise<Execution>
  /** Resolves once, with the reason, when the connection is gone; undefined where `end` was called. */
  readonly closed: Promise<Failure | undefined>
  /** Sends a keepalive now, because the machine woke up or its network changed. Ends as `peer-silent` if nothing comes in time. */
  readonly probe: (timeoutMs: number) => void
  /** Sends a disconnect, and resolves when the socket is closed. */
  end: () => Promise<void>
}

export interface Execution {
  readonly exitCode: number | undefined
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
}

/** Opens a transport, checks the host key and logs in. Rejects with FailureError. Implemented in connect.ts as `connect`. */
export type Connect = (options: ConnectOptions) => Promise<Connection>
