import type { LogLine } from '../../contract/events.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import type { NetworkChange } from './network-watch.ts'

/** Returns the lines of the connection log for a change of this computer's network, which belong to no account. */
export const networkLines = ({ isOnline, missedMs }: NetworkChange, time: Date): readonly LogLine[] => {
  const slept: readonly LogEntry[] = missedMs === 0 ? [] : [{ name: 'slept', seconds: Math.round(missedMs / 1000) }]
  const network: LogEntry = { name: isOnline ? 'network-changed' : 'network-absent' }
  return [...slept, network].map((entry) => ({ time: time.toISOString(), level: 'info', entry }))
}
