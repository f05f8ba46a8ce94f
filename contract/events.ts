import type { Failure } from './failure.ts'
import type { Account } from './account.ts'
import type { LogEntry } from './log-entry.ts'
import type { Place } from './place.ts'
import type { PendingQuestion } from './question.ts'
import type { Settings } from './settings.ts'
import type { ForwardTraffic } from './traffic.ts'
import type { ListenerState, Lights, TunnelState, TunnelStatus } from './tunnel-state.ts'
import type { Update } from './update.ts'

/** Past facts of the tunnels of this process, as they happen. `postern up --json` prints them, one a line. */
export interface TunnelEvents {
  TunnelStateChanged: { readonly accountId: string; readonly account: string; readonly state: TunnelState }
  ListenerChanged: {
    readonly accountId: string
    readonly forwardId: string
    readonly localPort: number
    readonly listener: ListenerState
  }
  LightsChanged: { readonly accountId: string; readonly forwardId: string; readonly lights: Lights }
  /** The programs at the other end of the open connections, as in `ForwardStatus`. */
  ProgramsChanged: { readonly accountId: string; readonly forwardId: string; readonly programs: readonly string[] }
  ConnectionOpened: { readonly accountId: string; readonly forwardId: string; readonly connection: number }
  ConnectionClosed: {
    readonly accountId: string
    readonly forwardId: string
    readonly connection: number
    readonly bytesIn: number
    readonly bytesOut: number
    readonly failure?: Failure
  }
  /** Sockets of mail clients were refused before a byte was served. The first is told at once, those that follow in sum, once a minute. */
  ConnectionRefused: {
    readonly accountId: string
    readonly forwardId: string
    readonly reason: 'other-user' | 'too-many' | 'held-too-long' | 'not-connected'
    readonly count: number
  }
  LogLineWritten: LogLine
}

/** main → the window, which redraws from these events. Each payload is complete, so that it does not depend on an earlier one. */
export interface WindowEvents {
  AccountsChanged: readonly Account[]
  /** Every running tunnel, after one or more of the events above. Events in quick succession are combined. */
  TunnelsChanged: readonly TunnelStatus[]
  /** Once a second while bytes flow, and once more when they have ended. */
  TrafficCounted: readonly ForwardTraffic[]
  QuestionAsked: PendingQuestion
  /** The question was answered, or its answer is no longer wanted. */
  QuestionClosed: { readonly id: string }
  SettingsChanged: Settings
  /** The tray or a notification asks the window to show this place. */
  PlaceAsked: Place
  UpdateChanged: Update
  LogLineWritten: LogLine
}

/** The names of the events at run time. */
export const windowEventNames = [
  'AccountsChanged',
  'TunnelsChanged',
  'TrafficCounted',
  'QuestionAsked',
  'QuestionClosed',
  'LogLineWritten',
  'SettingsChanged',
  'PlaceAsked',
  'UpdateChanged',
] as const satisfies readonly (keyof WindowEvents)[]
export type WindowEventName = (typeof windowEventNames)[number]

/** A line of the connection log (recipe R20). Never holds a secret. */
export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** The name of the account that the line is about; undefined for Postern itself. */
  readonly account?: string | undefined
  /** What happened: a name and values, which each shell words in the person's language. */
  readonly entry: LogEntry
  /** The failure that the line is about. */
  readonly failure?: Failure | undefined
}
