import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { ProofReason } from '../../contract/reason.ts'
import type { Destination } from '../ssh/connection.ts'
import type { OpenedConnection } from '../connections/open-connection.ts'

/** Returns the result of the proof; undefined where the failure has another cause than the key. */
const shown = (failure: Failure): (ProofReason & { readonly said?: string | undefined }) | undefined => {
  if (failure.code === 'login-refused') return { reason: 'key-not-taken' }
  if (failure.code === 'forwarding-prohibited') return { reason: 'key-not-forwarded', destination: failure.destination }
  if (failure.code === 'mail-server-refused') {
    const { destination, reason: why, said } = failure
    return { reason: 'key-unanswered', destination, why, said }
  }
  if (failure.code === 'mail-server-silent') return { reason: 'key-unanswered', destination: failure.destination, why: 'no-answer' }
  return undefined
}

/**
 * Proves an installed key by a connection of its own, which `openConnection` opens with the key alone, and by a channel to each destination.
 * Rejects `key-install-unproven` where the server refuses the key or a destination does not open. Every other failure, such as one of the
 * network, the host key or the passphrase, is passed on unchanged.
 */
export const proveKey = async (options: {
  readonly host: string
  readonly openConnection: () => Promise<OpenedConnection>
  readonly destinations: readonly Destination[]
}): Promise<void> => {
  const { host, openConnection, destinations } = options
  try {
    const { connection, end } = await openConnection()
    try {
      for (const destination of destinations) (await connection.openChannel(destination)).destroy()
    } finally {
      await end()
    }
  } catch (error) {
    const failure = failureOf(error)
    const reason = failure && shown(failure)
    if (reason === undefined) throw error
    throw new FailureError({ code: 'key-install-unproven', host, ...reason }, { cause: error })
  }
}
