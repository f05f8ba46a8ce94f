import type { LogLine, TunnelEvents } from '../../contract/events.ts'
import { failureOf } from '../../contract/failure.ts'
import { programFault } from '../../contract/log-entry.ts'
import type { ForwardTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { EventEmitter, TunnelService } from '../tunnels/tunnel-service.ts'
import { historyOf } from './history.ts'
import type { HourCount } from './hour-counts.ts'
import { createTrafficCounts } from './traffic-counts.ts'
import { createTrafficFile } from './traffic-file.ts'
import type { TrafficService } from './traffic-service.ts'

export interface TrafficServiceOptions {
  /** The data folder. */
  readonly folder: string
  readonly tunnels: Pick<TunnelService, 'status'>
  /** The events of these tunnels. The service emits its lines of the log here too. */
  readonly events: EventEmitter
  /** How long counts may stay unwritten while bytes flow, in ms; by default a minute. */
  readonly writeEveryMs?: number
}

const secondMs = 1000

/**
 * Creates a `TrafficService`. A timer runs from the first connection until every connection is closed and the last byte is 60 s ago. The file
 * is read for each request and written once a minute. A failure of the disk affects no tunnel: the counts of this process are then shown.
 */
export const createTrafficService = (options: TrafficServiceOptions): TrafficService => {
  const { tunnels, events, writeEveryMs = 60_000 } = options
  const file = createTrafficFile({
    folder: options.folder,
    onDamaged: (keptAs) => warn(events, { name: 'traffic-damaged', keptAs }),
  })
  const counts = createTrafficCounts()
  const listeners = new Set<(traffic: readonly ForwardTraffic[]) => void>()
  let timer: NodeJS.Timeout | undefined
  let tickedAt = 0
  let wroteAt = 0
  let wasFlowing = false
  /** The counts in the file when it was last read or written. `beingWritten` has those of the running write. */
  let written: readonly HourCount[] = []
  let beingWritten: readonly HourCount[] = []
  let writing: Promise<void> = Promise.resolve()
  let hasFailed = false

  const all = (): readonly HourCount[] => [...written, ...beingWritten, ...counts.unwritten()]

  const read = (): void => {
    // During a write the file may already have the counts of `beingWritten`, which would then be counted twice.
    if (beingWritten.length === 0) written = file.read()
  }

  const writeNow = async (): Promise<void> => {
    beingWritten = counts.takeUnwritten()
    if (beingWritten.length === 0) return
    try {
      written = await file.add(beingWritten, Date.now())
      hasFailed = false
    } catch (error) {
      counts.putBack(beingWritten)
      // Warns once, until a write succeeds again. The next write has these counts too.
      if (!hasFailed) warnOfWrite(events, error)
      hasFailed = true
    } finally {
      beingWritten = []
    }
  }

  const write = (): Promise<void> => {
    wroteAt = performance.now()
    writing = writing.then(writeNow)
    return writing
  }

  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }

  const tick = (): void => {
    const at = performance.now()
    const status = tunnels.status()
    counts.sample(status, Date.now())
    counts.endSecond(Math.max(1, Math.round((at - tickedAt) / secondMs)))
    tickedAt = at
    const isFlowing = counts.isFlowing()
    if (isFlowing || wasFlowing) {
      const traffic = counts.list(all(), Date.now())
      for (const listener of listeners) listener(traffic)
    }
    wasFlowing = isFlowing
    const isAtRest = !isFlowing && !hasOpenConnection(status)
    if (isAtRest) stop()
    if (isAtRest || at - wroteAt >= writeEveryMs) void write()
  }

  const wake = (): void => {
    if (timer !== undefined) return
    tickedAt = performance.now()
    wroteAt = tickedAt
    read()
    timer = setInterval(tick, secondMs).unref()
  }

  const onListener = ({ listener, ...which }: TunnelEvents['ListenerChanged']): void => {
    if (listener.name === 'closed') counts.sampleClosed(tunnels.status(), which, Date.now())
  }

  events.on('ConnectionOpened', wake)
  events.on('ListenerChanged', onListener)

  return {
    list: () => {
      read()
      counts.sample(tunnels.status(), Date.now())
      return counts.list(all(), Date.now())
    },
    history: async (wanted) => {
      await writing
      read()
      counts.sample(tunnels.status(), Date.now())
      return historyOf(all(), wanted, Date.now())
    },
    onCounted: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      stop()
      events.off('ConnectionOpened', wake)
      events.off('ListenerChanged', onListener)
      counts.sample(tunnels.status(), Date.now())
      await write()
    },
  }
}

const hasOpenConnection = (status: readonly TunnelStatus[]): boolean => status.some(({ traffic }) => traffic.openConnections > 0)

const warn = (events: EventEmitter, entry: LogLine['entry'], failure?: LogLine['failure']): void =>
  events.emit('LogLineWritten', { time: new Date().toISOString(), level: 'warn', entry, failure })

const warnOfWrite = (events: EventEmitter, error: unknown): void => {
  const failure = failureOf(error)
  warn(events, { name: 'traffic-not-written' }, failure)
  if (failure === undefined) warn(events, programFault(error))
}
