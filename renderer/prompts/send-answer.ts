import type { Answer } from '../../contract/question.ts'

/** Hands an answer to main; the dialog shows what main says of it. */
export type SendAnswer = (answer: Answer) => void
