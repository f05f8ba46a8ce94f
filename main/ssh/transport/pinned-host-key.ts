import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { algorithmsOfKeyType } from './algorithms.ts'
import type { ServerOffer } from './server-offer.ts'

/** The server showed another key than the pinned one. It may hold the pinned one too, under another type. */
class PinnedKeyNotShown extends FailureError {
  readonly otherTypes: readonly string[]

  constructor(failure: Failure & { readonly code: 'host-key-changed' }, offer: ServerOffer | undefined) {
    super(failure)
    const offered = offer?.['host-key'] ?? []
    this.otherTypes = Object.entries(algorithmsOfKeyType)
      .filter(([keyType, algorithms]) => keyType !== failure.keyType && algorithms.some((name) => offered.includes(name)))
      .map(([keyType]) => keyType)
  }
}

/** The error for a refused host key. */
export const refusedHostKey = (failure: Failure, offer: ServerOffer | undefined): FailureError =>
  failure.code === 'host-key-changed' && failure.source.kind === 'account'
    ? new PinnedKeyNotShown(failure, offer)
    : new FailureError(failure)

/**
 * Runs an attempt, and once more for each other key type of the server, until the server shows the pinned key. If it holds no such key,
 * rejects as the first attempt did.
 *
 * SECURITY: the order of the types decides nothing about trust. Each key is judged as the first one was.
 */
export const untilPinnedKey = async <Options extends { readonly knownKeyTypes: readonly string[] }, Result>(
  options: Options,
  attempt: (options: Options) => Promise<Result>,
): Promise<Result> => {
  try {
    return await attempt(options)
  } catch (error) {
    if (!(error instanceof PinnedKeyNotShown)) throw error
    for (const keyType of error.otherTypes) {
      try {
        return await attempt({ ...options, knownKeyTypes: [keyType, ...options.knownKeyTypes] })
      } catch (later) {
        if (!(later instanceof PinnedKeyNotShown)) throw later
      }
    }
    throw error
  }
}
