import type { Emitter } from 'mitt'
import type { TunnelEvents } from '../../contract/events.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'

/** The events of tunnels as mitt wants it. */
export type EventEmitter = Emitter<{ [Name in keyof TunnelEvents]: TunnelEvents[Name] }>

export interface ConnectTunnelOptions {
  /**
   * Connects at once, whatever the account's setting, and ends the tunnel with its ports this many seconds after the last mail client has hung
   * up (recipe R5, R17); `null` is never. Has no effect on a tunnel that runs already, but the linger of one that has a linger begins again.
   */
  readonly lingerSeconds?: number | null | undefined
}

/** Runs the tunnels of this process. Rejects with FailureError. */
export interface TunnelService {
  /**
   * Binds the account's enabled forwards, and starts to connect or waits for a mail client, as the account is set. Resolves once each port was
   * tried, before SSH is connected. A busy port does not stop the others, and shows in the status. A tunnel that waits, is offline or is
   * blocked connects at once; any other running tunnel is left as it is.
   */
  connect: (accountNameOrId: string, options?: ConnectTunnelOptions) => Promise<void>
  /** Closes channels, listeners and the connection; resolves when all are closed. */
  disconnect: (accountId: string) => Promise<void>
  /** Tries at once, also out of `waiting` and `blocked`. */
  retry: (accountId: string) => void
  /**
   * To be called when the machine has woken up or its network has changed, by the network watch and by a shell whose desktop reports it sooner.
   * A tunnel that retries tries at once, and so does an offline one where there is a network and somebody wants the connection. An attempt
   * begins again, unless a person is asked. A connection is probed. A tunnel that waits or is blocked stays as it is.
   */
  networkChanged: () => void
  status: () => readonly TunnelStatus[]
  /** Disconnects every tunnel, and connects no other. */
  close: () => Promise<void>
}
