import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { ProofReason } from '../../contract/reason.ts'
import type { Destination } from '../ssh/connection.ts'
import type { OpenedConnection } from '../connections/open-connection.ts'

/** What the proof has shown of the key; undefined where it shows nothing, since it was another thing that failed. */
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
 * Proves that an installed key does what it was installed for: a connection of its own that logs in with the key alone, which
 * `openConnection` makes, and a channel to each destination. Rejects `key-install-unproven` where the server does not take the key or
 * what it leads to does not answer, and as it is what stood in the way of the proof: a network, a host key, a passphrase that nobody gave.
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
