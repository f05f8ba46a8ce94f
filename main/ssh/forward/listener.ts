import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Failure } from '../../../contract/failure.ts'
import type { AppFault } from '../../../contract/tunnel-state.ts'
import type { Channel, Connection, Destination } from '../connection.ts'

/** Why a mail client's socket was reset before a byte was served. */
export type RefusalReason = 'other-user' | 'too-many' | 'held-too-long' | 'not-connected'

/** How a mail client's connection ended. */
export type ConnectionEnding =
  /** Both directions ended, each after its last byte. */
  | 'finished'
  | 'reset-by-client'
  /** The SSH connection under the channel ended. */
  | 'reset-by-server'
  /** `ForwardListener.close` was called. */
  | 'listener-closed'
  /** The mail client does not fit the port: see `ClientCheck`. */
  | 'turned-away'

interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Past facts of one forward. `opened` and `closed` come in pairs; `connection` counts from 1. */
export type ForwardEvent =
  /** A socket waits for a connection. It wakes a tunnel that connects on first use. */
  | { readonly type: 'held'; readonly heldConnections: number }
  /**
   * The SSH server opened the channel, and the destination accepted the connection. `ends` are those of the mail client's socket, unless it
   * is gone.
   */
  | {
      readonly type: 'opened'
      readonly connection: number
      readonly ends?: { readonly local: Endpoint; readonly remote: Endpoint }
    }
  /** The first bytes of the mail server arrived. */
  | { readonly type: 'answered'; readonly connection: number }
  /** `failure` is the reason why the SSH connection, or the stream of `prepare`, ended, if that closed this one. */
  | {
      readonly type: 'closed'
      readonly connection: number
      readonly bytesIn: number
      readonly bytesOut: number
      readonly ending: ConnectionEnding
      readonly failure?: Failure | undefined
    }
  /** No channel could be opened or prepared although the connection is up: forwarding is prohibited, or the mail server refuses or is silent. */
  | { readonly type: 'channel-failed'; readonly failure: Failure }
  | { readonly type: 'refused'; readonly reason: RefusalReason }
  /** A mail client was turned away, between `opened` and `closed`. */
  | { readonly type: 'client-misfit'; readonly fault: AppFault }

/**
 * Live counters of one forward, for `Traffic`. "In" is from the mail server to the mail client. Bytes in are those written to the mail
 * client's socket, bytes out those read from it, without the overhead of the SSH protocol.
 */
export interface ForwardCounters {
  readonly bytesIn: number
  readonly bytesOut: number
  readonly openConnections: number
  readonly totalConnections: number
  readonly refusedConnections: number
  /** Sockets that wait for a connection, and those whose channel is being opened. */
  readonly waitingConnections: number
}

/** Bounds on waiting sockets. The bytes of each are bounded by the kernel's buffers and one read. */
export interface HoldLimits {
  readonly heldSockets: number
  /** From the moment that the mail client dialled, all holds together. */
  readonly heldMs: number
}

/** A mail client that cannot be served at a port as it is set, and the last bytes that it reads. */
export interface Misfit {
  readonly fault: AppFault
  readonly lastWords: Uint8Array
}

/** Recognises mail clients that would hang, or fail without a word. */
export interface ClientCheck {
  /** Asked of the first bytes that a mail client sends, before they go on. */
  readonly judge: (firstBytes: Buffer) => Misfit | undefined
  /** Where neither end has sent a byte for so many ms. */
  readonly silence?: { readonly ms: number; readonly misfit: Misfit }
}

export interface ListenerOptions {
  /** Loopback only: whoever reaches the port reaches the mail server. */
  readonly bindAddress: '127.0.0.1' | '::1'
  /** 0 takes any free port. */
  readonly bindPort: number
  readonly destination: Destination
  /**
   * Called before a byte is read. It answers at once, so that no socket waits for it; false, or an error, resets the socket as
   * `other-user`. Without it everyone on this machine is served.
   */
  readonly admit?: (socket: Socket) => boolean
  /** Default: 64 sockets, 60 s. */
  readonly limits?: HoldLimits
  /** How long the SSH server may take to open a channel, in ms, before it is `mail-server-silent`. */
  readonly channelTimeoutMs?: number
  /**
   * Makes of a channel the stream that the mail client is joined to. Meanwhile nothing of the mail client is read beyond the stream's own mark.
   * `signal` aborts when the mail client has gone. Rejects with FailureError, having destroyed the channel.
   */
  readonly prepare?: ((channel: Channel, signal: AbortSignal) => Promise<Duplex>) | undefined
  /** The last bytes for a mail client that a failure leaves unserved. Without them its socket is reset. */
  readonly lastWords?: ((failure: Failure) => Uint8Array) | undefined
  readonly clientCheck?: ClientCheck | undefined
  readonly onEvent: (event: ForwardEvent) => void
}

/**
 * A local port that outlives connections. At first it holds sockets in order, until `attach`. The port stays bound until `close`, so that
 * no other program can bind it and collect mail passwords.
 */
export interface ForwardListener {
  readonly address: string
  readonly port: number
  /** Serves held and new sockets through `connection`, until the connection ends or another call replaces it. */
  readonly attach: (connection: Connection) => void
  /** Holds new sockets again. Open ones stay with their connection. */
  readonly detach: () => void
  /** Resets held and new sockets as `not-connected`, for a tunnel that is blocked; until `attach` or `detach`. */
  readonly refuse: () => void
  readonly counters: () => ForwardCounters
  /** Resets open sockets, frees the port, and resolves when no socket of the forward is left. */
  readonly close: () => Promise<void>
}

/**
 * Binds the port. Rejects with FailureError: `port-taken`, `port-needs-privilege`, `address-not-available`. Implemented in
 * open-listener.ts as `openListener`.
 */
export type OpenListener = (options: ListenerOptions) => Promise<ForwardListener>
