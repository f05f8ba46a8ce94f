import { assertNever } from '../../contract/assert-never.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Failure, Program } from '../../contract/failure.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import { noTraffic } from '../../contract/traffic.ts'
import type { AppFault, ForwardStatus, Lights, ListenerState } from '../../contract/tunnel-state.ts'
import type { Connection } from '../ssh/connection.ts'
import type { ForwardEvent, ForwardListener, ListenerOptions, OpenListener, RefusalReason } from '../ssh/forward/listener.ts'
import { createRefusalCounter } from './count-refusals.ts'
import { createConnectedPrograms } from './connected-programs.ts'
import { darkLights, lightsAfter, sameLights } from './state/lights.ts'
import type { Observation } from './state/lights.ts'
import type { Log } from '../data-folder/log.ts'
import { createTrafficMeter } from './traffic.ts'

export interface TunnelForwardOptions {
  readonly forward: LocalForward
  readonly listen: OpenListener
  /** What comes between a channel and a mail client. */
  readonly mailTls: Pick<ListenerOptions, 'prepare' | 'lastWords' | 'clientCheck'>
  /** Finds out by what a socket of this user's own is known. Awaited before a port is bound. */
  readonly openAdmit: () => Promise<NonNullable<Parameters<OpenListener>[0]['admit']>>
  readonly portHolder: (wanted: { readonly address: string; readonly port: number }) => Promise<Program | undefined>
  /** The program at the other end of a mail client's socket, where the OS tells. Never rejects. */
  readonly programOf: Parameters<typeof createConnectedPrograms>[0]
  /** How long until a port that could not be bound is tried again. */
  readonly rebindMs: number
  readonly onListener: (listener: ListenerState) => void
  readonly onLights: (lights: Lights) => void
  readonly onPrograms: (programs: readonly string[]) => void
  readonly onEvent: (event: ForwardEvent) => void
  /** Refusals that follow on one another are told in sum. */
  readonly onRefused: (reason: RefusalReason, count: number) => void
  readonly log: Log
}

/** One forward of a tunnel that is up: its port, its lights, its traffic. */
export interface TunnelForward {
  /** Resolves when the port was tried for the first time. One that cannot be had is tried again until it is. */
  readonly start: () => Promise<void>
  readonly attach: (connection: Connection) => void
  /** The connection is gone and is sought again: new sockets are held. */
  readonly hold: () => void
  /** Nothing comes before a person acts: new sockets are reset, so that the mail client says so. */
  readonly refuse: () => void
  readonly status: () => ForwardStatus
  /** Mail clients that have a channel, and those that are held or on their way to one. */
  readonly clients: () => { readonly open: number; readonly waiting: number }
  readonly close: () => Promise<void>
}

type Mode = { readonly name: 'hold' } | { readonly name: 'refuse' } | { readonly name: 'attach'; readonly connection: Connection }

const noteTrafficMs = 250

const misfitEntries = { 'speaks-tls': 'app-speaks-tls', 'waits-for-plain': 'app-waits-for-plain' } as const

export const createTunnelForward = (options: TunnelForwardOptions): TunnelForward => {
  const { forward, log } = options
  const meter = createTrafficMeter()
  const programs = createConnectedPrograms(options.programOf, options.onPrograms)
  let mode: Mode = { name: 'hold' }
  let lights = darkLights
  let failure: Failure | undefined
  let appFault: AppFault | undefined
  let listener: ForwardListener | undefined
  let listenerState: ListenerState = { name: 'closed' }
  let rebindTimer: NodeJS.Timeout | undefined
  let noteTimer: NodeJS.Timeout | undefined
  let isClosed = false

  const observe = (sighting: Observation): void => {
    const next = lightsAfter(lights, sighting)
    if (sameLights(next, lights)) return
    lights = next
    options.onLights(lights)
  }

  const refusals = createRefusalCounter((reason, count) => {
    const refusal = { port: forward.bindPort, reason }
    log('warn', count === 1 ? { name: 'client-refused', ...refusal } : { name: 'clients-refused', ...refusal, count })
    options.onRefused(reason, count)
  })

  const noteTraffic = (): void => {
    if (listener !== undefined) meter.note(listener.counters(), performance.now())
  }

  /** Rates need a few notes a second while bytes can flow, and none else. */
  const watchTraffic = (): void => {
    noteTraffic()
    const isFlowing = listener !== undefined && listener.counters().openConnections > 0
    if (isFlowing) noteTimer ??= setInterval(noteTraffic, noteTrafficMs).unref()
    else {
      clearInterval(noteTimer)
      noteTimer = undefined
    }
  }

  const onUnserved = (cause: Failure): void => {
    failure = cause
    observe({ seen: 'channel-failed', failure: cause })
    log('warn', { name: 'client-not-served', port: forward.bindPort }, cause)
  }

  const onEvent = (event: ForwardEvent): void => {
    switch (event.type) {
      case 'held':
        break
      case 'opened':
        observe({ seen: 'channel-opened' })
        watchTraffic()
        programs.opened(event)
        break
      case 'answered':
        observe({ seen: 'answer' })
        failure = undefined
        appFault = undefined
        break
      case 'closed':
        watchTraffic()
        programs.closed(event.connection)
        // A mail server that refuses inside TLS, such as for want of a certificate. The loss of the SSH connection is the tunnel's own failure.
        if (event.failure?.code === 'mail-tls-failed') onUnserved(event.failure)
        break
      case 'channel-failed':
        onUnserved(event.failure)
        break
      case 'client-misfit':
        // One line for as many as come in a row: a mail app tries again and again.
        if (appFault !== event.fault) log('warn', { name: misfitEntries[event.fault], port: forward.bindPort })
        appFault = event.fault
        break
      case 'refused':
        refusals.refused(event.reason)
        break
      default:
        assertNever(event)
    }
    options.onEvent(event)
  }

  const applyMode = (): void => {
    if (mode.name === 'attach') listener?.attach(mode.connection)
    else if (mode.name === 'refuse') listener?.refuse()
    else listener?.detach()
  }

  const setListenerState = (state: ListenerState): void => {
    listenerState = state
    options.onListener(state)
  }

  /** The failure with the name of the program that has the port, looked up once: asking the OS costs more than trying the port. */
  const explain = async (cause: Failure): Promise<Failure> => {
    if (cause.code !== 'port-taken') return cause
    return { ...cause, program: await options.portHolder({ address: forward.bindAddress, port: forward.bindPort }) }
  }

  const bind = async (): Promise<void> => {
    try {
      const bound = await options.listen({
        bindAddress: forward.bindAddress,
        bindPort: forward.bindPort,
        destination: { host: forward.destinationHost, port: forward.destinationPort },
        admit: await options.openAdmit(),
        ...options.mailTls,
        onEvent,
      })
      // The tunnel was taken down while the port was being bound.
      if (isClosed) {
        await bound.close()
        return
      }
      listener = bound
      applyMode()
      setListenerState({ name: 'listening' })
    } catch (error) {
      const cause = failureOf(error)
      // Such as too many open files: it passes, like a port that is taken.
      if (cause !== undefined) await onBindFailure(cause)
      else
        log('error', { name: 'port-error', port: forward.bindPort, said: error instanceof Error ? error.message : String(error) })
      if (!isClosed) rebindTimer = setTimeout(rebind, options.rebindMs)
    }
  }

  const onBindFailure = async (cause: Failure): Promise<void> => {
    if (listenerState.name === 'failed' && listenerState.failure.code === cause.code) return
    const explained = await explain(cause)
    log('error', { name: 'port-not-bound', port: forward.bindPort }, explained)
    setListenerState({ name: 'failed', failure: explained })
  }

  let binding: Promise<void> = Promise.resolve()
  const rebind = (): void => {
    binding = bind()
  }
  const setMode = (next: Mode, sighting: Observation): void => {
    mode = next
    applyMode()
    observe(sighting)
  }

  return {
    start: async () => {
      rebind()
      await binding
    },
    attach: (connection) => setMode({ name: 'attach', connection }, { seen: 'connected' }),
    hold: () => setMode({ name: 'hold' }, { seen: 'disconnected' }),
    refuse: () => setMode({ name: 'refuse' }, { seen: 'disconnected' }),
    status: () => ({
      id: forward.id,
      service: forward.service,
      ...(forward.label === undefined ? {} : { label: forward.label }),
      bindAddress: forward.bindAddress,
      localPort: forward.bindPort,
      destination: `${forward.destinationHost}:${forward.destinationPort}`,
      listener: listenerState,
      lights,
      failure,
      appFault,
      traffic: listener === undefined ? noTraffic : meter.traffic(listener.counters(), performance.now()),
      programs: programs.names(),
    }),
    clients: () => {
      const { openConnections = 0, waitingConnections = 0 } = listener?.counters() ?? {}
      return { open: openConnections, waiting: waitingConnections }
    },
    close: async () => {
      isClosed = true
      clearTimeout(rebindTimer)
      clearInterval(noteTimer)
      await binding
      await listener?.close()
      refusals.close()
      observe({ seen: 'disconnected' })
      setListenerState({ name: 'closed' })
    },
  }
}
