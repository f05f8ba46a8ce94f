import { assertNever } from '../../contract/assert-never.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import type { Log } from '../data-folder/log.ts'

/** The line of the connection log for a tunnel's new state. */
export const stateLine = (state: TunnelState): Parameters<Log> => {
  switch (state.name) {
    case 'stopped':
      return ['info', 'stopped']
    case 'waiting':
      return state.failure === undefined
        ? ['info', 'waiting for a mail client to call']
        : ['warn', 'failed, and waiting for a mail client to call', state.failure]
    case 'connecting':
      return ['info', `connecting, attempt ${state.attempt}`]
    case 'connected':
      return ['info', 'connected']
    case 'retrying':
      return ['warn', `failed; attempt ${state.attempt} comes at ${state.retryAt}`, state.failure]
    case 'offline':
      return ['info', 'no network, and waiting for it', state.failure]
    case 'blocked':
      return ['error', 'failed, and waiting for you', state.failure]
    default:
      return assertNever(state)
  }
}
