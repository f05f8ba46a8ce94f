import type { Account } from '../../contract/account.ts'
import { failureOf } from '../../contract/failure.ts'
import type { HostKey } from '../../contract/host-key.ts'
import type { Ask } from '../../contract/question.ts'
import { describePublicKey } from '../keys/public-key.ts'
import { randomart } from '../keys/randomart.ts'
import type { HostJudge } from '../known-hosts/host-trust.ts'
import type { Connection, ConnectOptions } from '../ssh/connection.ts'
import type { Log } from '../data-folder/log.ts'

type HostKeyOptions = Pick<ConnectOptions, 'judgeHostKey' | 'knownKeyTypes'>

const sameBlob = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Trusts only the key that the person has just accepted, because the server may have changed between the two connections. */
const pinnedTo = (accepted: HostKey, judge: HostJudge): HostKeyOptions => ({
  knownKeyTypes: [accepted.type],
  judgeHostKey: (key) => {
    if (!sameBlob(key.blob, accepted.blob))
      return { verdict: 'changed', known: [accepted.fingerprint], source: { kind: 'accepted' } }
    const verdict = judge.judge(key)
    return verdict.verdict === 'unknown' ? { verdict: 'trusted' } : verdict
  },
})

/** Returns the randomart that OpenSSH shows for the key. */
export const pictureOf = ({ blob }: HostKey): string => {
  const { type, bits } = describePublicKey(blob)
  return randomart(blob, { kind: type.toUpperCase(), bits })
}

export interface TrustHostOptions {
  readonly account: Account
  readonly judge: HostJudge
  readonly ask: Ask
  readonly signal?: AbortSignal | undefined
  readonly connect: (hostKey: HostKeyOptions) => Promise<Connection>
  readonly remember: (key: HostKey) => Promise<void>
  readonly log: Log
}

/**
 * Connects to a host. Where its key is unknown, the connection is refused, the person is asked without a time limit, and a second
 * connection accepts that key alone. The key is remembered after the handshake, which proves that the server holds it. Rejects with the
 * failure `host-key-unknown` where the answer is anything but `true`.
 */
export const connectToTrusted = async (options: TrustHostOptions): Promise<Connection> => {
  const { account, judge, ask, signal } = options
  let offered: HostKey | undefined
  const judged: HostKeyOptions = {
    knownKeyTypes: judge.knownKeyTypes,
    judgeHostKey: (key) => {
      offered = key
      return judge.judge(key)
    },
  }
  try {
    return await options.connect(judged)
  } catch (error) {
    if (failureOf(error)?.code !== 'host-key-unknown' || offered === undefined) throw error
    const question = { kind: 'host-key', account: account.name, hostKey: offered, randomart: pictureOf(offered) } as const
    // SECURITY: the answer comes from a shell, perhaps over a socket, so anything but the boolean true is a no.
    const accepted: unknown = await ask(question, signal)
    if (accepted !== true) throw error
    return await connectAndRemember(offered, options)
  }
}

const connectAndRemember = async (accepted: HostKey, { judge, connect, remember, log }: TrustHostOptions): Promise<Connection> => {
  const tryToRemember = async (): Promise<void> => {
    try {
      await remember(accepted)
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      log('warn', { name: 'host-key-not-kept' }, failure)
    }
  }
  let connection: Connection
  try {
    connection = await connect(pinnedTo(accepted, judge))
  } catch (error) {
    // A refused log-in comes after the handshake, so the key is proved, and the person need not compare it again for the next password.
    if (failureOf(error)?.code === 'login-refused') await tryToRemember()
    throw error
  }
  await tryToRemember()
  return connection
}
