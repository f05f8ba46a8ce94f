import { startChild } from './child.ts'

export interface LinkOptions {
  readonly targetPort: number
  readonly rttMs: number
  /** In each direction; undefined for a link without a bound. */
  readonly bitsPerSecond?: number
}

export interface SlowNetwork {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Starts a link with a delay and a rate in front of a port: a relay in a process of its own. */
export const startSlowNetwork = async (options: LinkOptions): Promise<SlowNetwork> => {
  const child = startChild<LinkOptions, number>('slow-network-server.ts')
  return { port: await child.ask(options), stop: child.stop }
}
