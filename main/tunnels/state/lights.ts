import { assertNever } from '../../../contract/assert-never.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Lights } from '../../../contract/tunnel-state.ts'

/** An observation of one forward. */
export type Observation =
  | { readonly seen: 'connected' }
  | { readonly seen: 'disconnected' }
  | { readonly seen: 'channel-opened' }
  /** The first byte of the mail server came through a channel. */
  | { readonly seen: 'answer' }
  | { readonly seen: 'channel-failed'; readonly failure: Failure }

export const darkLights: Lights = { ssh: 'down', forward: 'unknown', mailServer: 'unknown' }

/** Returns the lights after an observation. They show only what was observed on the current connection. */
export const lightsAfter = (lights: Lights, observation: Observation): Lights => {
  switch (observation.seen) {
    case 'connected':
      return { ...darkLights, ssh: 'up' }
    case 'disconnected':
      return darkLights
    case 'channel-opened':
      return { ...lights, forward: 'allowed' }
    case 'answer':
      return { ...lights, forward: 'allowed', mailServer: 'answers' }
    case 'channel-failed':
      return afterChannelFailure(lights, observation.failure)
    default:
      return assertNever(observation)
  }
}

// A server that tried to reach the destination allowed the forward; one that prohibited it says nothing of the mail server.
const afterChannelFailure = (lights: Lights, failure: Failure): Lights => {
  if (failure.code === 'forwarding-prohibited') return { ...lights, forward: 'prohibited', mailServer: 'unknown' }
  if (failure.code === 'mail-server-refused') return { ...lights, forward: 'allowed', mailServer: 'refused' }
  if (failure.code === 'mail-server-silent') return { ...lights, mailServer: 'silent' }
  // The channel was open by then.
  if (failure.code === 'mail-tls-failed' || failure.code === 'greeting-unexpected')
    return { ...lights, forward: 'allowed', mailServer: 'refused' }
  if (failure.code === 'certificate-refused' || failure.code === 'certificate-changed')
    return { ...lights, forward: 'allowed', mailServer: 'certificate' }
  return lights
}

export const sameLights = (one: Lights, other: Lights): boolean =>
  one.ssh === other.ssh && one.forward === other.forward && one.mailServer === other.mailServer
