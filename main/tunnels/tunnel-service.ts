import type { Emitter } from 'mitt'
import type { TunnelEvents } from '../../contract/events.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'

/** The events of tunnels as mitt wants it. */
export type EventEmitter = Emitter<{ [Name in keyof TunnelEvents]: TunnelEvents[Name] }>

export interface ConnectTunnelOptions {
  /**
   * Connects at once, whatever the account says, and ends the tunnel, ports and all, so many seconds after the last mail client hung up
   * (recipe R5, R17); `null` is never. A tunnel that runs already is left as it is, but for one that was brought up in this way: its linger
   * begins anew.
   */
  readonly lingerSeconds?: number | null | undefined
}

/** Runs the tunnels of this process. Rejects with FailureError. */
export interface TunnelService {
  /**
   * Binds the account's enabled forwards, and starts connecting or waits for a mail client, as the account has it. Resolves when the
   * listeners were tried, before SSH is up: a port that is busy does not stop the others and shows in the status. Bringing up a tunnel
   * that waits or is blocked connects at once; any other that runs is left as it is.
   */
  connect: (accountNameOrId: string, options?: ConnectTunnelOptions) => Promise<void>
  /** Closes channels, listeners and the connection; resolves when all are closed. */
  disconnect: (accountId: string) => Promise<void>
  /** Tries at once, also out of `waiting` and `blocked`. */
  retry: (accountId: string) => void
  /**
   * The machine woke up, or its network changed; told by the watch of the network, and by shells whose desktop tells them sooner. Every
   * tunnel that retries or was offline tries at once; an attempt begins anew, unless a person is asked; a connected one is probed; one
   * that waits for a mail client goes on waiting.
   */
  networkChanged: () => void
  status: () => readonly TunnelStatus[]
  /** Ends every tunnel, and brings up no other. */
  close: () => Promise<void>
}
