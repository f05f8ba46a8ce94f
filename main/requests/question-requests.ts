import type { AnswerableQuestions, RequestHandlers } from './request-handlers.ts'

export const questionRequests = (questions: AnswerableQuestions): Pick<RequestHandlers, 'listQuestions' | 'answerQuestion'> => ({
  listQuestions: () => questions.pending(),
  answerQuestion: ({ questionId, answer }) => {
    questions.answer(questionId, answer)
    return null
  },
})
