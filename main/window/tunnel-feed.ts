import type { TunnelEvents } from '../../contract/events.ts'
import type { EventEmitter, TunnelService } from '../tunnels/tunnel-service.ts'
import type { EmitToWindow } from '../requests/request-handlers.ts'

const shortestMs = 100
const secondMs = 1000

export interface TunnelFeedDependencies {
  readonly events: Pick<EventEmitter, 'on' | 'off'>
  readonly status: TunnelService['status']
  readonly emit: EmitToWindow
}

export interface TunnelFeed {
  /** Reports a change without an event of the tunnels, such as the end of one. */
  readonly note: () => void
  readonly close: () => void
}

/**
 * Emits `TunnelsChanged` after an event of the tunnels: at once after the first, and then at most once in 100 ms. Traffic and rates change
 * without an event, so the status is compared with the last emitted one each second while there are tunnels.
 */
export const createTunnelFeed = ({ events, status, emit }: TunnelFeedDependencies): TunnelFeed => {
  let emitted = '[]'
  /** Whether an event has come that was not yet emitted to the window. */
  let isDue = false
  let rest: NodeJS.Timeout | undefined
  let second: NodeJS.Timeout | undefined
  let isClosed = false

  const emitNow = (): void => {
    if (!isDue || isClosed) return
    isDue = false
    const tunnels = status()
    emitted = JSON.stringify(tunnels)
    rest = setTimeout(() => {
      rest = undefined
      emitNow()
    }, shortestMs)
    if (tunnels.length > 0) second ??= setInterval(compare, secondMs)
    else stopComparing()
    emit('TunnelsChanged', tunnels)
  }

  const note = (): void => {
    if (isDue) return
    isDue = true
    // A tunnel's first events come before the status of the service has the tunnel, so the status is read after the current work.
    if (rest === undefined) queueMicrotask(emitNow)
  }

  const compare = (): void => {
    if (JSON.stringify(status()) !== emitted) note()
  }

  const stopComparing = (): void => {
    clearInterval(second)
    second = undefined
  }

  const onEvent = (name: keyof TunnelEvents): void => {
    if (name !== 'LogLineWritten') note()
  }

  events.on('*', onEvent)
  return {
    note,
    close: () => {
      isClosed = true
      events.off('*', onEvent)
      clearTimeout(rest)
      stopComparing()
    },
  }
}
