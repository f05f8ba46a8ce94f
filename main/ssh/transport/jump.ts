import { FailureError, failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Channel, Connection } from '../connection.ts'

interface Target {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Opens a stream to an SSH server through another connection (ssh_config's ProxyJump): a channel whose other end the jump host opens. A
 * refusal of the jump host becomes the failure of a direct connection; rejects with FailureError.
 */
export const openThroughJumpHost = async (via: Connection, target: Target): Promise<Channel> => {
  const { host, port, timeoutMs, signal } = target
  try {
    return await via.openChannel({ host, port }, { timeoutMs, signal })
  } catch (error) {
    const failure = failureOf(error)
    throw failure === undefined ? error : new FailureError(seenFromHere(failure, target), { cause: error })
  }
}

const seenFromHere = (failure: Failure, { host, port, timeoutMs }: Target): Failure => {
  if (failure.code === 'mail-server-silent') return { code: 'connection-timeout', host, port, seconds: timeoutMs / 1000 }
  if (failure.code !== 'mail-server-refused') return failure
  if (failure.reason === 'host-not-found') return { code: 'host-not-found', host }
  return { code: failure.reason === 'connection-refused' ? 'connection-refused' : 'host-unreachable', host, port }
}
