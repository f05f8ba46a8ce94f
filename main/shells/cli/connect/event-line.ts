import type { TunnelEvents } from '../../../../contract/events.ts'
import type { Failure } from '../../../../contract/failure.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import type { FailureText } from '../../../../words/failure-text.ts'
import { logText } from '../../../../words/log-text.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { NamedEvent } from './run-tunnel.ts'

/** The name that each event of the contract has in `postern up --json`. docs/command-line.md is the reference; names never change. */
export const eventNames = {
  TunnelStateChanged: 'state',
  ListenerChanged: 'listener',
  LightsChanged: 'lights',
  ProgramsChanged: 'programs',
  ConnectionOpened: 'connection-opened',
  ConnectionClosed: 'connection-closed',
  ConnectionRefused: 'connection-refused',
  LogLineWritten: 'log',
} as const satisfies Record<keyof TunnelEvents, string>

/** One event of the contract as an object for one line of JSON. A log line has a time of its own, and its entry in words as well. */
export const eventObject = (t: Translate, { name, payload }: NamedEvent, time: Date): object => ({
  event: eventNames[name],
  time: time.toISOString(),
  ...payload,
  ...(name === 'LogLineWritten' && { message: logText(t, payload.entry) }),
})

/** The first time that the tunnel is ready, with the local address of each mail server. */
export const readyObject = (account: string, forwards: readonly ForwardStatus[], time: Date): object => ({
  event: 'ready',
  time: time.toISOString(),
  account,
  forwards: forwards
    .filter(({ listener }) => listener.name === 'listening')
    .map(({ id, service, label, bindAddress, localPort, destination }) => ({
      id,
      service,
      label: label ?? null,
      bindAddress,
      localPort,
      destination,
    })),
})

export const failureObject = (account: string, failure: Failure, text: FailureText, time: Date): object => ({
  event: 'failure',
  time: time.toISOString(),
  account,
  failure,
  message: text.message,
  next: text.next,
})

export const stoppedObject = (account: string, exitCode: number, time: Date): object => ({
  event: 'stopped',
  time: time.toISOString(),
  account,
  exitCode,
})
