import { FailureError, failureOf, type Failure } from '../../contract/failure.ts'
import type { Destination } from '../ssh/connection.ts'
import type { OpenedConnection } from '../tunnels/open-connection.ts'

const wordsOf = (failure: Failure): string => {
  if (failure.code === 'login-refused')
    return 'the server does not take the key: it may keep its authorized keys elsewhere, or be too old for the restricted line'
  if (failure.code === 'forwarding-prohibited')
    return `the key logs in, but the server prohibits forwarding to ${failure.destination}`
  if (failure.code === 'mail-server-refused')
    return `the key logs in, but nothing answers at ${failure.destination}: ${failure.reason}`
  if (failure.code === 'mail-server-silent') return `the key logs in, but ${failure.destination} stays silent`
  return `the connection that should prove it failed (${failure.code})`
}

/**
 * Proves that an installed key does what it was installed for: a connection of its own that logs in with the key alone, which
 * `openConnection` makes, and a channel to each destination. Rejects `key-install-unproven`, the failure that it met as its cause.
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
    if (!failure) throw error
    throw new FailureError({ code: 'key-install-unproven', host, reason: wordsOf(failure) }, { cause: error })
  }
}
