import type { Answer, PendingQuestion } from '../../contract/question.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** The questions that wait for a person at a window. */
export interface AnswerableQuestions {
  /** The waiting questions, the oldest first. */
  readonly pending: () => readonly PendingQuestion[]
  /**
   * Answers a question. Throws `input-invalid` if the answer does not fit the question, which then goes on waiting, and if the question is
   * gone: another window may have answered it.
   */
  readonly answer: (questionId: string, answer: Answer) => void
}

export const questionRequests = (questions: AnswerableQuestions): Pick<RequestHandlers, 'listQuestions' | 'answerQuestion'> => ({
  listQuestions: () => questions.pending(),
  answerQuestion: ({ questionId, answer }) => {
    questions.answer(questionId, answer)
    return null
  },
})
