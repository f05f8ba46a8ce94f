import type { Account } from '../../contract/account.ts'
import { programFault } from '../../contract/log-entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Ask } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { Settings } from '../../contract/settings.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { ForwardEvent } from '../ssh/forward/listener.ts'
import { explainLoss, type UnusedLoss } from './unused-loss.ts'
import { createUnusedEnd } from './unused-end.ts'
import { createMachineRunner } from './machine-runner.ts'
import type { Log } from '../data-folder/log.ts'
import { beginsOnLoopback } from './begins-on-loopback.ts'
import type { OpenConnection } from '../connections/open-connection.ts'
import { createForwardOfTunnel } from './forward-of-tunnel.ts'
import type { ForwardDependencies } from './forward-of-tunnel.ts'
import { stateLine } from './state-line.ts'
import { sumTraffic } from './traffic.ts'
import type { ConnectTunnelOptions } from './tunnel-service.ts'

/** What every tunnel of a process shares. */
export interface TunnelDependencies extends ForwardDependencies {
  /** Returns the account as it is now. Called before each attempt, so that a correction counts at the next one. */
  readonly findAccount: (id: string) => Promise<Account>
  readonly settings: () => Promise<Settings>
  readonly openConnection: OpenConnection
  readonly ask: Ask
  /** Whether this computer has a network. */
  readonly isOnline: () => boolean
}

export interface TunnelOptions extends ConnectTunnelOptions {
  /** Called once, when a tunnel with a linger begins to end by itself. `disconnect` then resolves when it has ended. */
  readonly onEnded?: () => void
}

/** One account's running connection and forwards. */
export interface Tunnel {
  /** Resolves when every port was tried. */
  readonly bindAndConnect: () => Promise<void>
  readonly disconnect: () => Promise<void>
  /** Connects at once out of `stopped`, `waiting`, `offline` and `blocked`, as the account is set. A linger begins again. */
  readonly connect: () => void
  readonly retry: () => void
  readonly networkChanged: () => void
  readonly status: () => TunnelStatus
}

export const createTunnel = (account: Account, dependencies: TunnelDependencies, options: TunnelOptions = {}): Tunnel => {
  const { events } = dependencies
  const accountId = account.id
  // A tunnel with a linger of its own is wanted until its end, whatever the account's setting.
  const connectWhen = options.lingerSeconds === undefined ? account.connect : 'manual'
  let settings = SettingsSchema.parse({})
  let lingerSeconds: number | null = null
  const readSettings = async (): Promise<Account> => {
    const [now, configured] = await Promise.all([dependencies.settings(), dependencies.findAccount(accountId)])
    settings = now
    // `null` is for ever.
    lingerSeconds = configured.lingerSeconds === undefined ? now.lingerSeconds : configured.lingerSeconds
    return configured
  }

  const log: Log = (level, entry, failure) =>
    events.emit('LogLineWritten', { time: new Date().toISOString(), level, account: account.name, entry, failure })
  const onFault = (error: unknown): void => log('error', programFault(error))

  /** Mail clients decide when a connection on first use begins and ends (recipe R5). */
  const onForwardEvent = ({ type }: ForwardEvent): void => {
    if (type === 'held') runner.send({ name: 'client-called' })
    if (type !== 'closed') return
    usedAt = performance.now()
    if (forwards.every((forward) => forward.clients().open === 0)) void afterLastClose().catch(onFault)
  }
  // The settings are read again, because the person may have changed the linger since SSH connected.
  const afterLastClose = async (): Promise<void> => {
    unused?.begin()
    if (connectWhen === 'on-first-use') await readSettings()
    runner.send({ name: 'channels-closed' })
  }

  const forwards = account.forwards
    .filter(({ enabled }) => enabled)
    .map((forward) => createForwardOfTunnel(forward, { account, dependencies, ask: dependencies.ask, log, onForwardEvent }))

  const isInUse = (): boolean =>
    forwards.some((forward) => {
      const { open, waiting } = forward.clients()
      return open + waiting > 0
    })
  const unused =
    typeof options.lingerSeconds === 'number'
      ? createUnusedEnd({ lingerMs: options.lingerSeconds * 1000, isInUse, end: () => endByItself() })
      : undefined

  let usedAt = 0
  let lastLoss: UnusedLoss | undefined
  const explained = (failure: Failure): Failure => {
    if (isInUse()) usedAt = performance.now()
    lastLoss = explainLoss(lastLoss, failure, performance.now() - usedAt)
    return lastLoss.failure
  }
  // There is no advice for an account on first use, which connects again only for a mail client.
  const advice = (): Failure | undefined =>
    lastLoss?.failure.code === 'unused-connection-ended' && connectWhen !== 'on-first-use' ? lastLoss.failure : undefined

  let questions = 0
  const ask: Ask = async (question, signal) => {
    questions += 1
    return await dependencies.ask(question, signal).finally(() => (questions -= 1))
  }
  let needsNetwork = true

  const runner = createMachineRunner({
    host: account.host,
    open: async (signal) => {
      const configured = await readSettings()
      needsNetwork = !(await beginsOnLoopback(configured, dependencies.findAccount))
      return await dependencies.openConnection(configured, { ask, signal, log })
    },
    context: () => ({
      connect: connectWhen,
      longestRetryMs: settings.maxRetrySeconds * 1000,
      lingerMs: lingerSeconds === null ? undefined : lingerSeconds * 1000,
      isInUse: isInUse(),
      isOnline: !needsNetwork || dependencies.isOnline(),
      isAsking: questions > 0,
    }),
    explainLoss: explained,
    onConnected: (connection) => {
      usedAt = performance.now()
      for (const forward of forwards) forward.attach(connection)
    },
    onState: (state) => {
      if (state.name === 'blocked') for (const forward of forwards) forward.refuse()
      else if (state.name !== 'connected') for (const forward of forwards) forward.hold()
      log(...stateLine(state))
      events.emit('TunnelStateChanged', { accountId, account: account.name, state })
      unused?.observe(state.name)
    },
    onFault,
  })

  const closeAll = async (): Promise<void> => {
    runner.send({ name: 'disconnect-requested' })
    await Promise.all([runner.settled(), ...forwards.map((forward) => forward.close())])
  }
  let disconnected: Promise<void> | undefined
  const disconnect = (): Promise<void> => (disconnected ??= closeAll())
  const endByItself = (): void => {
    log('info', { name: 'linger-ended' })
    disconnect().catch(onFault)
    options.onEnded?.()
  }
  const connect = (): void => {
    dependencies.askAnew(account)
    unused?.begin()
    runner.send({ name: 'connect-requested' })
  }

  return {
    bindAndConnect: async () => {
      const bound = Promise.all(forwards.map((forward) => forward.start()))
      connect()
      await bound
    },
    disconnect,
    connect,
    retry: () => runner.send({ name: 'retry-requested' }),
    networkChanged: () => runner.send({ name: 'network-changed' }),
    status: () => {
      const shown = forwards.map((forward) => forward.status())
      return {
        accountId,
        account: account.name,
        server: `${account.user}@${account.host}:${account.port}`,
        state: runner.state(),
        advice: advice(),
        forwards: shown,
        traffic: sumTraffic(shown.map(({ traffic }) => traffic)),
      }
    },
  }
}
