import type { Account } from '../../contract/account.ts'
import type { Ask } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { Settings } from '../../contract/settings.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { ForwardEvent, ListenForward } from '../ssh/forward-listener.ts'
import { createLifeRunner } from './life-runner.ts'
import type { Log } from './log.ts'
import type { OpenConnection } from './open-connection.ts'
import { createRunningForward } from './running-forward.ts'
import type { RunningForward, RunningForwardOptions } from './running-forward.ts'
import { stateLine } from './state-line.ts'
import { sumTraffic } from './traffic.ts'
import type { EventEmitter } from './tunnel-service.ts'

/** What every tunnel of a process shares. */
export interface TunnelParts extends Pick<RunningForwardOptions, 'admit' | 'portHolder' | 'programOf'> {
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
  /** A person asks for the connection: out of `waiting` and `blocked` it is tried at once. */
  readonly connectNow: () => void
  readonly retryNow: () => void
  readonly networkChanged: () => void
  readonly status: () => TunnelStatus
}

const defaultRebindMs = 5000

export const createTunnel = (account: Account, parts: TunnelParts): Tunnel => {
  const { events } = parts
  const accountId = account.id
  let settings = SettingsSchema.parse({})
  const readSettings = async (): Promise<void> => {
    settings = await parts.settings()
  }

  const log: Log = (level, message, failure) =>
    events.emit('LogLineWritten', {
      ...{ time: new Date().toISOString(), level, account: account.name, message },
      ...(failure === undefined ? {} : { failure }),
    })
  const onFault = (error: unknown): void =>
    log('error', `a fault of Postern: ${error instanceof Error ? error.message : String(error)}`)

  /** What mail clients do decides about a connection on first use (recipe R5). */
  const hearClient = ({ type }: ForwardEvent): void => {
    if (type === 'held') runner.send({ name: 'client-called' })
    if (type === 'closed' && forwards.every((forward) => forward.clients().open === 0)) void tellClosed().catch(onFault)
  }
  // With the linger as the person has it now, which may have been changed since SSH connected.
  const tellClosed = async (): Promise<void> => {
    if (account.connect === 'on-first-use') await readSettings()
    runner.send({ name: 'channels-closed' })
  }

  const forwards = account.forwards
    .filter(({ enabled }) => enabled)
    .map((forward) => runForward(forward, { accountId, parts, log, hearClient }))

  const runner = createLifeRunner({
    host: account.host,
    open: async (signal) => {
      await readSettings()
      return await parts.openConnection(await parts.findAccount(accountId), { ask: parts.ask, signal, log })
    },
    circumstances: () => ({
      connect: account.connect,
      longestRetryMs: settings.maxRetrySeconds * 1000,
      lingerMs: settings.lingerSeconds === null ? undefined : settings.lingerSeconds * 1000,
      isInUse: forwards.some((forward) => {
        const { open, waiting } = forward.clients()
        return open + waiting > 0
      }),
    }),
    onConnected: (connection) => {
      for (const forward of forwards) forward.attach(connection)
    },
    onState: (state) => {
      if (state.name === 'blocked') for (const forward of forwards) forward.refuse()
      else if (state.name !== 'connected') for (const forward of forwards) forward.hold()
      log(...stateLine(state))
      events.emit('TunnelStateChanged', { accountId, account: account.name, state })
    },
    onFault,
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
    connectNow: () => runner.send({ name: 'up-asked' }),
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

interface Surroundings {
  readonly accountId: string
  readonly parts: TunnelParts
  readonly log: Log
  readonly hearClient: (event: ForwardEvent) => void
}

const runForward = (forward: LocalForward, { accountId, parts, log, hearClient }: Surroundings): RunningForward => {
  const { events, listen, admit, portHolder, programOf } = parts
  const which = { accountId, forwardId: forward.id }
  return createRunningForward({
    ...{ forward, listen, admit, portHolder, programOf, log },
    rebindMs: parts.rebindMs ?? defaultRebindMs,
    onListener: (listener) => events.emit('ListenerChanged', { ...which, localPort: forward.bindPort, listener }),
    onLights: (lights) => events.emit('LightsChanged', { ...which, lights }),
    onPrograms: (programs) => events.emit('ProgramsChanged', { ...which, programs }),
    onEvent: (event) => {
      tellConnection(event, which, events)
      hearClient(event)
    },
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
