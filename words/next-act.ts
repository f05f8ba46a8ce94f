import type { Failure, FailureCode } from '../contract/failure.ts'
import type { TunnelState } from '../contract/tunnel-state.ts'

/** What Postern can do about a failure: try again, show the key that changed, or open the account's form. */
export type FailureStep = 'retry' | 'host-key' | 'edit'

/** What a person can do with a connection by one click. */
export type ConnectionAct = 'connect' | 'disconnect' | 'retry'

// Where trying again as it is would only fail again. All other causes may have passed.
const stepsOtherThanRetry: Partial<Record<FailureCode, FailureStep>> = {
  'host-key-changed': 'host-key',
  'host-not-found': 'edit',
  'not-an-ssh-server': 'edit',
  'login-refused': 'edit',
  'key-unreadable': 'edit',
  'key-not-found': 'edit',
  'identity-not-found': 'edit',
  'port-taken': 'edit',
  'port-needs-privilege': 'edit',
  'address-not-available': 'edit',
  'mail-server-refused': 'edit',
  'mail-server-silent': 'edit',
  'greeting-unexpected': 'edit',
}

export const stepFor = (failure: Failure): FailureStep => stepsOtherThanRetry[failure.code] ?? 'retry'

/** The failure that a tunnel's state tells of. That there is no network now is no failure of the account's. */
export const failureOfState = (state: TunnelState | undefined): Failure | undefined =>
  state !== undefined && state.name !== 'offline' && 'failure' in state ? state.failure : undefined

/** Begin or end: what stands at the head of the account. A tunnel that waits for a mail app can be asked for now. */
export const connectionAct = (state: TunnelState | undefined): Exclude<ConnectionAct, 'retry'> => {
  switch (state?.name) {
    case undefined:
    case 'stopped':
    case 'waiting':
      return 'connect'
    case 'connecting':
    case 'connected':
    case 'retrying':
    case 'offline':
    case 'blocked':
      return 'disconnect'
  }
}

/** Whether the act is the thing to do next: nothing need be done about a tunnel that is up, or that comes up by itself. */
export const lookOfAct = (act: ConnectionAct, state: TunnelState | undefined): 'act' | 'plain' =>
  act === 'disconnect' || state?.name === 'waiting' ? 'plain' : 'act'

/** The one act of an account in the list: what a failure asks for, or else to begin or end. */
export const nextAct = (state: TunnelState | undefined): ConnectionAct | FailureStep => {
  if (state?.name === 'retrying' || state?.name === 'blocked') return stepFor(state.failure)
  return connectionAct(state)
}
