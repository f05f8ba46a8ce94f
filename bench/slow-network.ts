import { startChild } from './child.ts'

export interface NetworkOptions {
  readonly targetPort: number
  readonly rttMs: number
  /** In each direction; undefined for a network without a limit. */
  readonly bitsPerSecond?: number
}

export interface SlowNetwork {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Starts a simulated network with a delay and a rate in front of a port: a relay in a process of its own. */
export const startSlowNetwork = async (options: NetworkOptions): Promise<SlowNetwork> => {
  const child = startChild<NetworkOptions, number>('slow-network-server.ts')
  return { port: await child.ask(options), stop: child.stop }
}
