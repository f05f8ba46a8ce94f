import type { ForwardStatus, Lights, TunnelStatus } from '../contract/tunnel-state.ts'

export type MarkState = 'idle' | 'connecting' | 'connected' | 'trouble'

const troubles: readonly Lights['mailServer'][] = ['refused', 'silent', 'certificate']

/** Whether the forward or its mail server fails while SSH is up, or the local port could not be bound. */
export const hasTrouble = ({ listener, lights }: Pick<ForwardStatus, 'listener' | 'lights'>): boolean =>
  listener.name === 'failed' || (lights.ssh === 'up' && (lights.forward === 'prohibited' || troubles.includes(lights.mailServer)))

/** The gate's state for a tunnel: shut only if every forward in use works, and idle if the tunnel does not run, or waits for a mail client. */
export const markStateOf = (tunnel: Pick<TunnelStatus, 'state' | 'forwards'> | undefined): MarkState => {
  switch (tunnel?.state.name) {
    case undefined:
    case 'stopped':
      return 'idle'
    case 'waiting':
      return tunnel.forwards.some(hasTrouble) ? 'trouble' : 'idle'
    // No alarm without a network, because a computer often has none yet when the person logs in.
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
