import { randomUUID } from 'node:crypto'
import { assertNever } from '../../contract/assert-never.ts'
import { FailureError } from '../../contract/failure.ts'
import { isTrustQuestion, unanswered } from '../../contract/question.ts'
import type { Answer, Answers, Ask, PendingQuestion, Question, ShownQuestion } from '../../contract/question.ts'
import type { InputReason } from '../../contract/reason.ts'
import type { AnswerableQuestions } from '../requests/question-requests.ts'
import type { EmitToWindow } from '../requests/request-handlers.ts'

/** Holds the questions of the core until a window answers them. */
export interface PendingQuestions extends AnswerableQuestions {
  /** Asks a question of the core. If `signal` aborts, the question is withdrawn and counts as unanswered. */
  readonly ask: Ask
  /** Leaves the waiting questions unanswered, and all that are asked from now on. */
  readonly close: () => void
}

interface Waiting {
  readonly shown: PendingQuestion
  readonly resolve: (answer: Answers[Question['kind']]) => void
}

// SECURITY: the value is empty, so that no failure holds any part of an answer.
const refusal = (field: string, reason: InputReason): FailureError =>
  new FailureError({ code: 'input-invalid', field, value: '', reason })

const shownQuestion = (question: Question): ShownQuestion => {
  if (question.kind !== 'host-key') return question
  const { host, port, type, fingerprint } = question.hostKey
  return { ...question, hostKey: { host, port, type, fingerprint } }
}

/** A person's "no". */
const declined = (question: ShownQuestion): Answers[Question['kind']] => (isTrustQuestion(question) ? false : undefined)

/** The answer in the form that the core expects. Throws if the answer does not fit the question. */
const coreAnswer = (question: ShownQuestion, answer: Answer): Answers[Question['kind']] => {
  if (answer.kind === 'declined') return declined(question)
  if (answer.kind !== question.kind) throw refusal('answer.kind', 'answer-kind')
  switch (answer.kind) {
    case 'host-key':
    case 'certificate':
      return answer.trust
    case 'passphrase':
    case 'password':
      return { secret: answer.secret, remember: answer.remember }
    case 'keyboard-interactive': {
      // RFC 4256 section 3.4: one answer for each prompt.
      const wanted = question.kind === 'keyboard-interactive' ? question.prompts.length : 0
      if (answer.answers.length !== wanted) throw refusal('answer.answers', 'answer-count')
      return answer.answers
    }
    default:
      return assertNever(answer)
  }
}

/** Emits an event when a question begins to wait, and when it has ended. SECURITY: no event holds an answer. */
export const createPendingQuestions = (emit: EmitToWindow): PendingQuestions => {
  // A Map keeps the order in which its entries came.
  const waiting = new Map<string, Waiting>()
  let isClosed = false

  const end = (id: string, answer: Answers[Question['kind']]): void => {
    const entry = waiting.get(id)
    if (!waiting.delete(id)) return
    emit('QuestionClosed', { id })
    entry?.resolve(answer)
  }

  const ask = (question: Question, signal?: AbortSignal): Promise<Answers[Question['kind']]> => {
    const shown: PendingQuestion = { id: randomUUID(), askedAt: new Date().toISOString(), question: shownQuestion(question) }
    const no = unanswered(question)
    if (isClosed || signal?.aborted === true) return Promise.resolve(no)
    return new Promise((resolve) => {
      const withdraw = (): void => end(shown.id, no)
      signal?.addEventListener('abort', withdraw, { once: true })
      waiting.set(shown.id, {
        shown,
        resolve: (answer) => {
          signal?.removeEventListener('abort', withdraw)
          resolve(answer)
        },
      })
      emit('QuestionAsked', shown)
    })
  }

  return {
    // coreAnswer returns the answer of the question's kind, which the compiler cannot follow through the union.
    ask: ask as Ask,
    pending: () => [...waiting.values()].map(({ shown }) => shown),
    answer: (questionId, answer) => {
      const entry = waiting.get(questionId)
      if (entry === undefined) throw refusal('questionId', 'question-gone')
      end(questionId, coreAnswer(entry.shown.question, answer))
    },
    close: () => {
      isClosed = true
      for (const [id, { shown }] of [...waiting]) end(id, unanswered(shown.question))
    },
  }
}
