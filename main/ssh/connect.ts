import { failureOf } from '../../contract/failure.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Connect } from './connection.ts'
import { establishConnection } from './establish-connection.ts'
import { AgentTookEveryTry } from './userauth/log-in.ts'
import { orByEcdsa } from './transport/algorithms.ts'
import { untilPinnedKey } from './transport/pinned-host-key.ts'
import { withTransport } from './transport/open-transport.ts'

/**
 * Opens a transport, checks the host key and logs in; see `Connect`. Rejects with FailureError or with the reason of `signal`. If the keys
 * of an agent used up the server's limit of attempts, it connects again without the agent.
 */
export const connect: Connect = async (options) => {
  try {
    return await connectOnce(options)
  } catch (error) {
    if (!(error instanceof AgentTookEveryTry)) throw error
    options.log?.('warn', { name: 'agent-keys-refused' })
    const authentication = options.authentication.filter(({ type }) => type !== 'agent')
    return await connectOnce({ ...options, authentication }).catch((later: unknown) => {
      // The person entered no other secret than the one that was refused.
      throw failureOf(later)?.code === 'secret-needed' && isSecretRefused(error.failure) ? error : later
    })
  }
}

const isSecretRefused = (failure: Failure): boolean =>
  failure.code === 'login-refused' && failure.tried.some((method) => method === 'password' || method === 'keyboard-interactive')

const connectOnce: Connect = async (options) =>
  await untilPinnedKey(options, async (wanting) =>
    orByEcdsa(wanting, async (offering) =>
      withTransport(offering, async ({ stream, ...reached }) => establishConnection(stream, { options: offering, ...reached })),
    ),
  )
