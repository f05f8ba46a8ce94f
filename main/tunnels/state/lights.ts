import { assertNever } from '../../../contract/assert-never.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Lights } from '../../../contract/tunnel-state.ts'

/** What was seen of one forward. */
export type Observation =
  | { readonly seen: 'connected' }
  | { readonly seen: 'disconnected' }
  | { readonly seen: 'channel-opened' }
  /** The first byte of the mail server came through a channel. */
  | { readonly seen: 'answer' }
  | { readonly seen: 'channel-failed'; readonly failure: Failure }

export const darkLights: Lights = { ssh: 'down', forward: 'unknown', mailServer: 'unknown' }

/** The lights after `sighting`: nothing is lit that was not seen on the connection that is up. */
export const lightsAfter = (lights: Lights, sighting: Observation): Lights => {
  switch (sighting.seen) {
    case 'connected':
      return { ...darkLights, ssh: 'up' }
    case 'disconnected':
      return darkLights
    case 'channel-opened':
      return { ...lights, forward: 'allowed' }
    case 'answer':
      return { ...lights, forward: 'allowed', mailServer: 'answers' }
    case 'channel-failed':
      return afterChannelFailure(lights, sighting.failure)
    default:
      return assertNever(sighting)
  }
}

// A server that tried to reach the destination allowed the forward; one that prohibited it says nothing of the mail server.
const afterChannelFailure = (lights: Lights, failure: Failure): Lights => {
  if (failure.code === 'forwarding-prohibited') return { ...lights, forward: 'prohibited', mailServer: 'unknown' }
  if (failure.code === 'mail-server-refused') return { ...lights, forward: 'allowed', mailServer: 'refused' }
  if (failure.code === 'mail-server-silent') return { ...lights, mailServer: 'silent' }
  return lights
}

export const sameLights = (one: Lights, other: Lights): boolean =>
  one.ssh === other.ssh && one.forward === other.forward && one.mailServer === other.mailServer
