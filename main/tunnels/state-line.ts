import { assertNever } from '../../contract/assert-never.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import type { Log } from '../data-folder/log.ts'

/** Returns the line of the connection log for a tunnel's new state. */
export const stateLine = (state: TunnelState): Parameters<Log> => {
  switch (state.name) {
    case 'stopped':
      return ['info', { name: 'stopped' }]
    case 'waiting':
      return state.failure === undefined
        ? ['info', { name: 'waiting' }]
        : ['warn', { name: 'waiting-after-failure' }, state.failure]
    case 'connecting':
      return ['info', { name: 'connecting', attempt: state.attempt }]
    case 'connected':
      return ['info', { name: 'connected' }]
    case 'retrying':
      return ['warn', { name: 'retrying', attempt: state.attempt, retryAt: state.retryAt }, state.failure]
    case 'offline':
      return ['info', { name: 'offline' }, state.failure]
    case 'blocked':
      return ['error', { name: 'blocked' }, state.failure]
    default:
      return assertNever(state)
  }
}
