import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { AuthenticationMethod } from '../connection.ts'
import { boundedPrintableLine } from '../printable.ts'
import { mayAccept, refusal } from './log-in-attempt.ts'
import type { AsyncAttempts, Attempts, UserauthOptions, LogInProgress } from './log-in-attempt.ts'
import { byChallenge, byPassword } from './log-in-by-answer.ts'
import { byAgent, byKey } from './log-in-by-key.ts'

export interface Userauth {
  /**
   * Each `next(reply)` receives the server's reply to the attempt before and yields the next one. Left as it stands when the log-in
   * succeeds; throws FailureError when nothing is left to try.
   */
  readonly attempts: AsyncAttempts<never>
  /** The failure if the server accepts no further attempt. */
  readonly refused: () => Failure
  /** The same if the server counted too many refused attempts, perhaps before a method had its turn. */
  readonly cutShort: () => FailureError
  /** The failure if the server ended the connection in this state of the log-in; undefined if that says nothing about the log-in. */
  readonly endedByServer: () => Failure | undefined
  /** The failure if the server has not gone on for `seconds`. */
  readonly unanswered: (seconds: number) => Failure
  /** The failure if the server accepted the password and wants a new one; `request` is its own text. */
  readonly expired: (request: string) => Failure
  /** Ends the log-in, whatever its result: nothing of it stays on screen, and no private key is held. */
  readonly end: () => void
  /** Passes on a keyboard-interactive request without a prompt. */
  readonly notice: (title: string, instructions: string) => void
}

/** The server ended the log-in for too many refused attempts, most of them keys of an agent. */
export class AgentTookEveryTry extends FailureError {}

/**
 * A log-in by the methods of `options.authentication`, in that order; methods that the server does not accept are skipped.
 *
 * SECURITY: ssh2's own order sends the password before it tries a key. Here only the account's methods are sent, in its order; where a key
 * or an agent comes first, not even the "none" request precedes it.
 */
export const createUserauth = (given: UserauthOptions): Userauth => {
  const whileAsking: UserauthOptions['whileAsking'] = async (work) => {
    progress.isAsking = true
    return await given.whileAsking(work).finally(() => (progress.isAsking = false))
  }
  const options = { ...given, whileAsking }
  const progress: LogInProgress = {
    options,
    tried: new Set(),
    accepted: undefined,
    offered: new Set(),
    obstacle: undefined,
    questions: 0,
    done: new Set(),
    isRefused: false,
    isSecretSent: false,
    isAsking: false,
    notice: undefined,
    onNotice: undefined,
    withdrawNotice: undefined,
    agentKeys: { keysOffered: 0, keysLeft: 0 },
    releaseKey: undefined,
  }
  const { host, user, said } = options
  return {
    attempts: attemptAll(progress),
    refused: () => refusal(progress),
    cutShort: () => cutShort(progress),
    endedByServer: () => endedByServer(progress),
    unanswered: (seconds) => ({
      code: 'login-unanswered',
      host,
      user,
      seconds,
      reason: progress.notice === undefined ? 'answer-late' : 'approval-late',
      said: progress.notice ?? said(),
    }),
    expired: (request) => ({ code: 'password-expired', host, user, said: boundedPrintableLine(request, 300) }),
    end: () => {
      progress.withdrawNotice?.()
      progress.releaseKey?.()
    },
    notice: (title, instructions) => progress.onNotice?.(title, instructions),
  }
}

/**
 * SECURITY: a server may refuse a wrong password or answer by ending the connection, with SSH_MSG_DISCONNECT or without a word. As a lost
 * connection it would be retried automatically, and the same secret sent again until the account is locked.
 */
const endedByServer = (progress: LogInProgress): Failure | undefined => {
  const { host, user, said } = progress.options
  if (progress.isAsking) return { code: 'login-expired', host, user, said: said() }
  return progress.isSecretSent || progress.notice !== undefined ? refusal(progress) : undefined
}

const cutShort = (progress: LogInProgress): FailureError => {
  const { options, tried, agentKeys } = progress
  const { host, user, said } = options
  const othersWait = options.authentication.some(({ type }) => type !== 'agent')
  if (tried.has('agent') && othersWait) return new AgentTookEveryTry(refusal(progress))
  return new FailureError(
    agentKeys.keysLeft > 0 ? { code: 'agent-keys-left', host, user, ...agentKeys, said: said() } : refusal(progress),
  )
}

async function* attemptAll(progress: LogInProgress): AsyncAttempts<never> {
  const { tried, options } = progress
  const { authentication, log } = options
  let remaining = authentication
  for (let partial = true; partial;) {
    partial = false
    for (const method of remaining) {
      if (!mayAccept(progress, method.type)) continue
      partial = yield* attemptBy(progress, method)
      if (!partial) continue
      // RFC 4252 section 5.1: a partial success. The server wants another method as well, perhaps one that stood before this one.
      log('info', { name: 'partly-accepted', method: method.type, accepted: [...(progress.accepted ?? [])] })
      remaining = remaining.filter((other) => other !== method)
      break
    }
  }
  const { done, isRefused, obstacle } = progress
  if (done.size > 0 && !isRefused) throw new FailureError(obstacle ?? incomplete(progress))
  throw new FailureError(tried.size > 0 ? refusal(progress) : (obstacle ?? refusal(progress)))
}

const incomplete = ({ options, done, accepted }: LogInProgress): Failure => ({
  code: 'login-incomplete',
  host: options.host,
  user: options.user,
  done: [...done],
  wanted: [...(accepted ?? [])],
  said: options.said(),
})

const attemptBy = (progress: LogInProgress, method: AuthenticationMethod): Attempts | AsyncAttempts => {
  switch (method.type) {
    case 'agent':
      return byAgent(progress, method)
    case 'key':
      return byKey(progress, method)
    case 'keyboard-interactive':
      return byChallenge(progress, method)
    case 'password':
      return byPassword(progress, method)
  }
}
