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
  /** For a change that no event of the tunnels tells: that one is gone. */
  readonly note: () => void
  readonly close: () => void
}

/**
 * Tells `TunnelsChanged` after a fact of the tunnels: at once after the first, and then at most once in 100 ms, however many come. Traffic
 * and rates change without a fact, so while there are tunnels they are compared with what was told once a second.
 */
export const createTunnelFeed = ({ events, status, emit }: TunnelFeedDependencies): TunnelFeed => {
  let emitted = '[]'
  /** A fact has come that was not told. */
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
    // A tunnel's first facts come before the service has it in its status: the status is asked when the act is through.
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
