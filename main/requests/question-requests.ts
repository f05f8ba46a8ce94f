import type { QuestionDesk } from './question-desk.ts'
import type { RequestHandlers } from './request-handlers.ts'

export const questionRequests = (
  desk: Pick<QuestionDesk, 'pending' | 'answer'>,
): Pick<RequestHandlers, 'listQuestions' | 'answerQuestion'> => ({
  listQuestions: () => desk.pending(),
  answerQuestion: ({ questionId, answer }) => {
    desk.answer(questionId, answer)
    return null
  },
})
