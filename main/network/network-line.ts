import type { LogLine } from '../../contract/events.ts'
import type { NetworkChange } from './network-watch.ts'

/** The line of the connection log for a change of this computer's network, which belongs to no account. */
export const networkLine = ({ isOnline, missedMs }: NetworkChange, time: Date): LogLine => {
  const slept = missedMs === 0 ? '' : `this computer slept, or Postern was stopped, for ${Math.round(missedMs / 1000)} s; `
  const network = isOnline ? 'the network may be another' : 'there is no network'
  return { time: time.toISOString(), level: 'info', account: '', message: slept + network }
}
