import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { algorithmsOfKeyType } from './algorithms.ts'
import type { ServerOffer } from './server-offer.ts'

/** A server's key was refused or none could be agreed on, and the server holds keys of other types. */
export class HostKeyTypeRefused extends FailureError {
  /** As known_hosts names them. */
  readonly held: readonly string[]

  constructor(failure: Failure, offer: ServerOffer | undefined) {
    super(failure)
    const offered = offer?.['host-key'] ?? []
    this.held = Object.entries(algorithmsOfKeyType)
      .filter(([, algorithms]) => algorithms.some((algorithm) => offered.includes(algorithm)))
      .map(([keyType]) => keyType)
  }
}

/** Whether a key of another type may be what is wanted: the server has none of those that are offered first, or another one is pinned. */
export const wantsOtherType = (failure: Failure): boolean =>
  (failure.code === 'no-common-algorithm' && failure.kind === 'host-key') ||
  (failure.code === 'host-key-changed' && failure.source.kind === 'account')

/**
 * Calls `attempt` with the key types to ask for first. Where the server's key is not the one to which the account is pinned, it asks for
 * the other types that the server holds, one after another, and rejects as the first attempt where none of them brings that key. A server
 * that holds nothing but ECDSA keys is asked for these: they are not offered to others (see `offeredAlgorithms`).
 *
 * SECURITY: what is offered decides nothing about trust. Each key is judged as the first one was.
 */
export const withHostKeyTypes = async <Result>(
  knownKeyTypes: readonly string[],
  attempt: (knownKeyTypes: readonly string[]) => Promise<Result>,
): Promise<Result> => {
  try {
    return await attempt(knownKeyTypes)
  } catch (error) {
    if (!(error instanceof HostKeyTypeRefused)) throw error
    const { failure } = error
    const others = error.held.filter((keyType) => failure.code !== 'host-key-changed' || keyType !== failure.keyType)
    for (const keyType of others) {
      try {
        return await attempt([keyType, ...knownKeyTypes])
      } catch (later) {
        if (!(later instanceof HostKeyTypeRefused)) throw later
      }
    }
    throw error
  }
}
