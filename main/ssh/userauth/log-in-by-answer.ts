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

/** Asks for the password, and again if the server refuses it. */
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

/** Passes the server's questions on (RFC 4256), and lets it ask again after a refused answer. */
export function* byChallenge(progress: LogInProgress, method: MethodOf<'keyboard-interactive'>): Attempts {
  const { log, user } = progress.options
  yield* askServerFirst(progress, 'keyboard-interactive')
  for (let tries = 0; tries < mostTries && mayAccept(progress, 'keyboard-interactive'); tries += 1) {
    const asked = { questions: 0, declined: false }
    const notices = passNotices(progress, method)
    const prompt = answerWith(progress, method, { asked, notices })
    const isCounted = yield* attempt(progress, 'keyboard-interactive', { type: 'keyboard-interactive', username: user, prompt })
    notices.end()
    if (isCounted) return true
    if (asked.declined) {
      progress.tried.delete('keyboard-interactive')
      return false
    }
    // A server that refuses before its first question would do so again.
    if (asked.questions === 0) return false
    log('warn', { name: 'answers-refused' })
  }
  return false
}

const answerWith = (
  progress: LogInProgress,
  method: MethodOf<'keyboard-interactive'>,
  { asked, notices }: { readonly asked: { questions: number; declined: boolean }; readonly notices: Notices },
): KeyboardInteractiveAuthMethod['prompt'] => {
  const { giveUp, host, user, whileAsking } = progress.options
  const unanswered: Failure = { code: 'secret-needed', reason: 'answers-for', user, host }
  return (...[name, instructions, , prompts, finish]) => {
    asked.questions += 1
    progress.questions += 1
    progress.isSecretSent = false
    const challenge = challengeOf(name, [...notices.take(), instructions].join('\n'), prompts)
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
        progress.isSecretSent = answers !== undefined
        // An empty answer leaves this method for the next one. RFC 4256 has no other way that every server accepts.
        finish(prompts.map((_, index) => answers?.[index] ?? ''))
      },
      (error: unknown) => giveUp(failureOf(error) ?? unanswered),
    )
  }
}

interface Notices {
  /** Returns the notices since the last question, to be shown with the next one, and withdraws them. */
  readonly take: () => readonly string[]
  readonly end: () => void
}

/**
 * Passes on a notice of the server without a question, such as "Approve the log-in on your phone". It stays on screen until the server goes
 * on. A person who declines it ends the log-in.
 */
const passNotices = (progress: LogInProgress, method: MethodOf<'keyboard-interactive'>): Notices => {
  const { giveUp, host, user } = progress.options
  let texts: string[] = []
  let shown = new AbortController()
  const withdraw = (): readonly string[] => {
    shown.abort()
    shown = new AbortController()
    const taken = texts
    texts = []
    progress.notice = undefined
    return taken
  }
  progress.withdrawNotice = withdraw
  progress.onNotice = (title, instructions) => {
    progress.questions += 1
    if (progress.questions > mostQuestions) {
      giveUp({ code: 'server-misbehaved', host, reason: 'questions-without-end' })
      return
    }
    progress.isSecretSent = false
    const earlier = withdraw()
    texts = [...earlier, ...[title, instructions].filter((text) => text.trim() !== '')]
    const challenge = challengeOf('', texts.join('\n'), [])
    if (challenge === undefined || challenge.instructions === '') return
    progress.notice = challenge.instructions
    const { signal } = shown
    method.answer(challenge, signal).then(
      (answer) => {
        if (answer === undefined && !signal.aborted) giveUp({ code: 'secret-needed', reason: 'answers-for', user, host })
      },
      (error: unknown) => {
        if (!signal.aborted) giveUp(failureOf(error) ?? { code: 'secret-needed', reason: 'answers-for', user, host })
      },
    )
  }
  return {
    take: withdraw,
    end: () => {
      withdraw()
      progress.onNotice = undefined
    },
  }
}
