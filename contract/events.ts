import type { Failure } from './failure.ts'
import type { ListenerState, Lights, TunnelState } from './tunnel-state.ts'

/** main → every shell: past facts. The window redraws from them and `postern up --json` prints them, one a line. */
export interface Events {
  TunnelStateChanged: { readonly accountId: string; readonly account: string; readonly state: TunnelState }
  ListenerChanged: {
    readonly accountId: string
    readonly forwardId: string
    readonly localPort: number
    readonly listener: ListenerState
  }
  LightsChanged: { readonly accountId: string; readonly forwardId: string; readonly lights: Lights }
  ConnectionOpened: { readonly accountId: string; readonly forwardId: string; readonly connection: number }
  ConnectionClosed: {
    readonly accountId: string
    readonly forwardId: string
    readonly connection: number
    readonly bytesIn: number
    readonly bytesOut: number
    readonly failure?: Failure
  }
  /** A mail client's socket was turned away before a byte was served. */
  ConnectionRefused: {
    readonly accountId: string
    readonly forwardId: string
    readonly reason: 'other-user' | 'too-many' | 'held-too-long' | 'not-connected'
  }
  LogLineWritten: LogLine
}

/** A line of the connection log (recipe R20). Never holds a secret. */
export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly account: string
  readonly message: string
}
