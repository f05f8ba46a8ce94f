import type { ForwardStatus, TunnelStatus } from '../contract/tunnel-state.ts'

export type MarkState = 'idle' | 'connecting' | 'connected' | 'trouble'

/** Whether something on the forward's own way fails while SSH is up, or its port could not be had. */
export const hasTrouble = ({ listener, lights }: Pick<ForwardStatus, 'listener' | 'lights'>): boolean =>
  listener.name === 'failed' ||
  (lights.ssh === 'up' && (lights.forward === 'prohibited' || lights.mailServer === 'refused' || lights.mailServer === 'silent'))

/** The gate's state for a tunnel: shut only where every forward in use works, and idle where the tunnel does not run. */
export const markStateOf = (tunnel: Pick<TunnelStatus, 'state' | 'forwards'> | undefined): MarkState => {
  switch (tunnel?.state.name) {
    case undefined:
    case 'stopped':
      return 'idle'
    case 'waiting':
      return tunnel.forwards.some(hasTrouble) ? 'trouble' : 'idle'
    // Without a network there is no alarm: at log-in a computer often has none yet.
    case 'connecting':
    case 'retrying':
    case 'offline':
      return 'connecting'
    case 'connected':
      return tunnel.forwards.some(hasTrouble) ? 'trouble' : 'connected'
    case 'blocked':
      return 'trouble'
  }
}
