import { assertNever } from '../../contract/assert-never.ts'
import type { Account } from '../../contract/account.ts'
import type { Ask } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { Settings } from '../../contract/settings.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { TunnelState, TunnelStatus } from '../../contract/tunnel-state.ts'
import type { ForwardEvent, ListenForward } from '../ssh/forward-listener.ts'
import { createLifeRunner } from './life-runner.ts'
import type { Log } from './log.ts'
import type { OpenConnection } from './open-connection.ts'
import { createRunningForward } from './running-forward.ts'
import type { RunningForward, RunningForwardOptions } from './running-forward.ts'
import { sumTraffic } from './traffic.ts'
import type { EventEmitter } from './tunnel-service.ts'

/** What every tunnel of a process shares. */
export interface TunnelParts extends Pick<RunningForwardOptions, 'admit' | 'portHolder'> {
  /** The account as it stands, asked before each attempt: what was corrected counts at the next one. */
  readonly findAccount: (id: string) => Promise<Account>
  readonly settings: () => Promise<Settings>
  readonly openConnection: OpenConnection
  readonly listen: ListenForward
  readonly ask: Ask
  readonly events: EventEmitter
  readonly rebindMs?: number
}

/** One account's running connection and forwards. */
export interface Tunnel {
  /** Resolves when every port was tried. */
  readonly up: () => Promise<void>
  readonly down: () => Promise<void>
  readonly retryNow: () => void
  readonly networkChanged: () => void
  readonly status: () => TunnelStatus
}

const defaultRebindMs = 5000

export const createTunnel = (account: Account, parts: TunnelParts): Tunnel => {
  const { events } = parts
  const accountId = account.id
  let longestRetryMs = SettingsSchema.parse({}).maxRetrySeconds * 1000

  const log: Log = (level, message) =>
    events.emit('LogLineWritten', { time: new Date().toISOString(), level, account: account.name, message })

  const forwards = account.forwards
    .filter(({ enabled }) => enabled)
    .map((forward) => runForward(forward, { accountId, parts, log }))

  const runner = createLifeRunner({
    host: account.host,
    open: async (signal) => {
      longestRetryMs = (await parts.settings()).maxRetrySeconds * 1000
      return await parts.openConnection(await parts.findAccount(accountId), { ask: parts.ask, signal, log })
    },
    longestRetryMs: () => longestRetryMs,
    onConnected: (connection) => {
      for (const forward of forwards) forward.attach(connection)
    },
    onState: (state) => {
      if (state.name === 'blocked') for (const forward of forwards) forward.refuse()
      else if (state.name !== 'connected') for (const forward of forwards) forward.hold()
      log(...lineOf(state))
      events.emit('TunnelStateChanged', { accountId, account: account.name, state })
    },
    onFault: (error) => log('error', `a fault of Postern: ${error instanceof Error ? error.message : String(error)}`),
  })

  return {
    up: async () => {
      const bound = Promise.all(forwards.map((forward) => forward.start()))
      runner.send({ name: 'up-asked' })
      await bound
    },
    down: async () => {
      runner.send({ name: 'down-asked' })
      await Promise.all([runner.settled(), ...forwards.map((forward) => forward.close())])
    },
    retryNow: () => runner.send({ name: 'retry-asked' }),
    networkChanged: () => runner.send({ name: 'network-changed' }),
    status: () => {
      const shown = forwards.map((forward) => forward.status())
      return {
        accountId,
        account: account.name,
        server: `${account.user}@${account.host}:${account.port}`,
        state: runner.state(),
        forwards: shown,
        traffic: sumTraffic(shown.map(({ traffic }) => traffic)),
      }
    },
  }
}

const runForward = (
  forward: LocalForward,
  { accountId, parts, log }: { readonly accountId: string; readonly parts: TunnelParts; readonly log: Log },
): RunningForward => {
  const { events, listen, admit, portHolder } = parts
  const which = { accountId, forwardId: forward.id }
  return createRunningForward({
    ...{ forward, listen, admit, portHolder, log },
    rebindMs: parts.rebindMs ?? defaultRebindMs,
    onListener: (listener) => events.emit('ListenerChanged', { ...which, localPort: forward.bindPort, listener }),
    onLights: (lights) => events.emit('LightsChanged', { ...which, lights }),
    onEvent: (event) => tellConnection(event, which, events),
  })
}

/** The events of a forward that people and scripts follow. */
const tellConnection = (
  event: ForwardEvent,
  which: { readonly accountId: string; readonly forwardId: string },
  events: EventEmitter,
): void => {
  if (event.type === 'opened') events.emit('ConnectionOpened', { ...which, connection: event.connection })
  if (event.type === 'refused') events.emit('ConnectionRefused', { ...which, reason: event.reason })
  if (event.type === 'closed') {
    const { connection, bytesIn, bytesOut, failure } = event
    events.emit('ConnectionClosed', { ...which, connection, bytesIn, bytesOut, ...(failure === undefined ? {} : { failure }) })
  }
}

const lineOf = (state: TunnelState): Parameters<Log> => {
  switch (state.name) {
    case 'stopped':
      return ['info', 'stopped']
    case 'waiting':
      return ['info', 'waiting for a mail client to call']
    case 'connecting':
      return ['info', `connecting, attempt ${state.attempt}`]
    case 'connected':
      return ['info', 'connected']
    case 'retrying':
      return ['warn', `${JSON.stringify(state.failure)}; attempt ${state.attempt} comes at ${state.retryAt}`]
    case 'blocked':
      return ['error', `${JSON.stringify(state.failure)}; waiting for you`]
    default:
      return assertNever(state)
  }
}
