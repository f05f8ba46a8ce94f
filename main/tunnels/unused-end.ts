import type { TunnelState } from '../../contract/tunnel-state.ts'

export interface UnusedEndOptions {
  readonly lingerMs: number
  /** A mail client's socket is served, held, or on its way to either. */
  readonly isInUse: () => boolean
  /** Called once. */
  readonly end: () => void
}

/** The end of a tunnel that was connected for a limited time (`ConnectTunnelOptions.lingerSeconds`). */
export interface UnusedEnd {
  /** Begins the linger again. Called when the connection is asked for, and when the last mail client has hung up. */
  readonly begin: () => void
  /** Called at each change of state. A running attempt is not cut short; a linger begins when it has connected. */
  readonly observe: (state: TunnelState['name']) => void
}

export const createUnusedEnd = ({ lingerMs, isInUse, end }: UnusedEndOptions): UnusedEnd => {
  let timer: NodeJS.Timeout | undefined
  let isConnecting = false
  let isDue = false

  const cancel = (): void => {
    clearTimeout(timer)
    isDue = false
  }
  const begin = (): void => {
    cancel()
    timer = setTimeout(() => (isConnecting ? (isDue = true) : endIfUnused()), lingerMs)
  }
  // The linger begins again while in use, because no event reports a mail client that hangs up before it has a channel.
  const endIfUnused = (): void => {
    if (isInUse()) {
      begin()
      return
    }
    cancel()
    end()
  }

  return {
    begin,
    observe: (state) => {
      isConnecting = state === 'connecting'
      if (state === 'stopped') cancel()
      else if (state === 'connected') begin()
      else if (isDue && !isConnecting) endIfUnused()
    },
  }
}
