import type { Failure, FailureCode } from '../contract/failure.ts'
import type { TunnelState } from '../contract/tunnel-state.ts'

/** The step that Postern offers after a failure: try again, show the key or the certificate that is not trusted, or open the account's form. */
export type FailureStep = 'retry' | 'host-key' | 'certificate' | 'edit'

/** The acts on a connection that take one click. */
export type ConnectionAct = 'connect' | 'disconnect' | 'retry'

// The failures that a retry alone would repeat. Every other cause may be gone.
const stepsOtherThanRetry: Partial<Record<FailureCode, FailureStep>> = {
  'host-key-changed': 'host-key',
  'certificate-refused': 'certificate',
  'certificate-changed': 'certificate',
  'host-not-found': 'edit',
  'not-an-ssh-server': 'edit',
  'login-refused': 'edit',
  'agent-keys-left': 'edit',
  'login-incomplete': 'edit',
  'unused-connection-ended': 'edit',
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

/** The failure in a tunnel's state. A missing network of this computer is not a failure of the account. */
export const failureOfState = (state: TunnelState | undefined): Failure | undefined =>
  state !== undefined && state.name !== 'offline' && 'failure' in state ? state.failure : undefined

/** The act at the head of the account: connect or disconnect. A tunnel that waits for a mail client can be connected now. */
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

/** Whether the act is the person's next step. A tunnel that is connected, or that connects by itself, needs no step. */
export const lookOfAct = (act: ConnectionAct, state: TunnelState | undefined): 'act' | 'plain' =>
  act === 'disconnect' || state?.name === 'waiting' ? 'plain' : 'act'

/** The one act of an account in the list: the step of its failure, or else connect or disconnect. */
export const nextAct = (state: TunnelState | undefined): ConnectionAct | FailureStep => {
  if (state?.name === 'retrying' || state?.name === 'blocked') return stepFor(state.failure)
  return connectionAct(state)
}
