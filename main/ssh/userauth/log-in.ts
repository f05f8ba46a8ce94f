import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { AuthenticationMethod } from '../connection.ts'
import { mayAccept, refusal } from './log-in-attempt.ts'
import type { AsyncAttempts, Attempts, UserauthOptions, LogInProgress, MethodName } from './log-in-attempt.ts'
import { byChallenge, byPassword } from './log-in-by-answer.ts'
import { byAgent, byKey } from './log-in-by-key.ts'

export interface Userauth {
  /**
   * Each `next(reply)` takes the server's reply to the attempt before and gives the next one. Left where it stands when the server
   * lets us in; throws FailureError when nothing is left to try.
   */
  readonly attempts: AsyncAttempts<never>
  /** The failure where the server takes nothing any more. */
  readonly refused: () => Failure
  /** The same where the server counted too many refused attempts, perhaps before a method had its turn. */
  readonly cutShort: () => FailureError
}

/** The server ended the log-in after the keys of an agent, before anybody was asked for anything: the agent had every try. */
export class AgentTookEveryTry extends FailureError {}

const askingMethods: readonly MethodName[] = ['keyboard-interactive', 'password']

/**
 * A log-in by the methods of `options.authentication`, in that order; what the server does not take is passed over.
 *
 * SECURITY: ssh2's own order sends the password before it tries a key. Here nothing is sent that the account does not name, and in its
 * order; where a key or an agent comes first, not even the "none" request goes before it.
 */
export const createUserauth = (options: UserauthOptions): Userauth => {
  const progress: LogInProgress = {
    options,
    tried: new Set(),
    accepted: undefined,
    offered: new Set(),
    obstacle: undefined,
    questions: 0,
  }
  return { attempts: attemptAll(progress), refused: () => refusal(progress), cutShort: () => cutShort(progress) }
}

const cutShort = (progress: LogInProgress): FailureError => {
  const { options, tried } = progress
  const othersWait = options.authentication.some(({ type }) => type !== 'agent')
  const nobodyAsked = !askingMethods.some((method) => tried.has(method))
  return tried.has('agent') && othersWait && nobodyAsked
    ? new AgentTookEveryTry(refusal(progress))
    : new FailureError(refusal(progress))
}

async function* attemptAll(progress: LogInProgress): AsyncAttempts<never> {
  const { authentication, log } = progress.options
  let remaining = authentication
  for (let partial = true; partial;) {
    partial = false
    for (const method of remaining) {
      if (!mayAccept(progress, method.type)) continue
      partial = yield* attemptBy(progress, method)
      if (!partial) continue
      // RFC 4252 section 5.1: this one counted and the server wants another as well, perhaps one that stood before it.
      log('info', { name: 'partly-accepted', method: method.type, accepted: [...(progress.accepted ?? [])] })
      remaining = remaining.filter((other) => other !== method)
      break
    }
  }
  const { tried, obstacle } = progress
  throw new FailureError(tried.size > 0 ? refusal(progress) : (obstacle ?? refusal(progress)))
}

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
