import type { Answer } from '../../contract/question.ts'

/** Sends an answer to main; the dialog shows the outcome. */
export type SendAnswer = (answer: Answer) => void
