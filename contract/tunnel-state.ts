import type { Failure } from './failure.ts'
import type { MailService } from './local-forward.ts'
import type { Traffic } from './traffic.ts'

/** The life of a tunnel. Times are ISO 8601 in UTC. */
export type TunnelState =
  | { readonly name: 'stopped' }
  /** The ports are bound, and SSH connects when a mail client does. `failure` ended the last connection or attempt. */
  | { readonly name: 'waiting'; readonly failure?: Failure }
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'connected'; readonly since: string }
  /** The next attempt comes by itself. */
  | { readonly name: 'retrying'; readonly attempt: number; readonly retryAt: string; readonly failure: Failure }
  /** This computer has no network. The next attempt comes when it has one. `failure` ended the last connection or attempt. */
  | { readonly name: 'offline'; readonly failure: Failure }
  /** Another attempt would not help: the person must act. */
  | { readonly name: 'blocked'; readonly failure: Failure }

/** The three lights of a forward. A light is `unknown` until there is evidence. */
export interface Lights {
  readonly ssh: 'up' | 'down'
  readonly forward: 'unknown' | 'allowed' | 'prohibited'
  readonly mailServer: 'unknown' | 'answers' | 'refused' | 'silent' | 'certificate'
}

/**
 * A setting of a mail app that does not fit its local port: it speaks TLS to a port that is plain on this computer, or waits for a greeting in plain
 * at a port that leads to a mail server with TLS from the first byte.
 */
export type AppFault = 'speaks-tls' | 'waits-for-plain'

/** Whether the local port is bound; it stays bound while the tunnel connects or retries. */
export type ListenerState =
  { readonly name: 'closed' } | { readonly name: 'listening' } | { readonly name: 'failed'; readonly failure: Failure }

export interface ForwardStatus {
  readonly id: string
  readonly service: MailService
  readonly label?: string
  readonly bindAddress: string
  readonly localPort: number
  /** `host:port` as the SSH server sees it. */
  readonly destination: string
  readonly listener: ListenerState
  readonly lights: Lights
  /** Why the last mail client was not served, until a mail server answers one. */
  readonly failure?: Failure | undefined
  /** Until a mail server answers a mail client. */
  readonly appFault?: AppFault | undefined
  readonly traffic: Traffic
  /** The programs at the other end of the open connections, if the OS names them: `thunderbird`, `fetchmail`. Each once, in order. */
  readonly programs: readonly string[]
}

export interface TunnelStatus {
  readonly accountId: string
  readonly account: string
  /** `user@host:port`. */
  readonly server: string
  readonly state: TunnelState
  /** A failure that the person should mend, although the tunnel connects again by itself. */
  readonly advice?: Failure | undefined
  readonly forwards: readonly ForwardStatus[]
  readonly traffic: Traffic
}
