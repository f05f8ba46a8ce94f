import type { KeyboardInteractiveAuthMethod } from 'ssh2'
import { failureOf } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { challengeOf } from './challenge.ts'
import { askServerFirst, attempt, mayAccept, refusal } from './log-in-attempt.ts'
import type { AsyncAttempts, Attempts, LogInProgress, MethodOf } from './log-in-attempt.ts'

/** ssh's NumberOfPasswordPrompts. */
const mostTries = 3
/** SECURITY: a hostile server can ask for ever (87,004 questions in 4 s were seen); no real one asks this often. */
const mostQuestions = 24

/** Asks for the password, and again where the server refuses it. */
export async function* byPassword(progress: LogInProgress, method: MethodOf<'password'>): AsyncAttempts {
  const { host, log, user, whileAsking } = progress.options
  yield* askServerFirst(progress, 'password')
  let previous: Failure | undefined
  for (let tries = 0; tries < mostTries && mayAccept(progress, 'password'); tries += 1) {
    const password = await whileAsking(async () => await method.password(previous))
    if (password === undefined) {
      progress.obstacle ??= { code: 'secret-needed', reason: 'password-of', user, host }
      return false
    }
    if (yield* attempt(progress, 'password', { type: 'password', username: user, password })) return true
    previous = refusal(progress)
    log('warn', { name: 'password-refused' })
  }
  return false
}

/** Passes the server's questions on (RFC 4256), and lets it ask again where it refuses the answers. */
export function* byChallenge(progress: LogInProgress, method: MethodOf<'keyboard-interactive'>): Attempts {
  const { log, user } = progress.options
  yield* askServerFirst(progress, 'keyboard-interactive')
  for (let tries = 0; tries < mostTries && mayAccept(progress, 'keyboard-interactive'); tries += 1) {
    const asked = { questions: 0, declined: false }
    const prompt = answerWith(progress, method, asked)
    if (yield* attempt(progress, 'keyboard-interactive', { type: 'keyboard-interactive', username: user, prompt })) return true
    if (asked.declined) {
      progress.tried.delete('keyboard-interactive')
      return false
    }
    // A server that refuses before it has asked anything would do so again.
    if (asked.questions === 0) return false
    log('warn', { name: 'answers-refused' })
  }
  return false
}

const answerWith = (
  progress: LogInProgress,
  method: MethodOf<'keyboard-interactive'>,
  asked: { questions: number; declined: boolean },
): KeyboardInteractiveAuthMethod['prompt'] => {
  const { giveUp, host, user, whileAsking } = progress.options
  const unanswered: Failure = { code: 'secret-needed', reason: 'answers-for', user, host }
  return (...[name, instructions, , prompts, finish]) => {
    asked.questions += 1
    progress.questions += 1
    const challenge = challengeOf(name, instructions, prompts)
    if (progress.questions > mostQuestions || challenge === undefined) {
      giveUp({ code: 'server-misbehaved', host, reason: 'questions-without-end' })
      return
    }
    whileAsking(async () => await method.answer(challenge)).then(
      (answers) => {
        if (answers === undefined) {
          asked.declined = true
          progress.obstacle ??= unanswered
        }
        // An empty answer is how this method is left for the next: RFC 4256 has no other word that every server takes.
        finish(prompts.map((_, index) => answers?.[index] ?? ''))
      },
      (error: unknown) => giveUp(failureOf(error) ?? unanswered),
    )
  }
}
