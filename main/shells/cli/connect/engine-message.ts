import { z } from 'zod'
import { FailureSchema } from '../../../../contract/failure.ts'
import type { Question } from '../../../../contract/question.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'

// Both ends are the same program, and the channel carries values and not text. So a nested value is the other end's own value, and is not
// parsed again.
const isThere = (value: unknown): boolean => typeof value === 'object' && value !== null

/** A message of the engine in the background to the command that started it. */
export const EngineMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('question'), id: z.number(), question: z.custom<Question>(isThere) }),
  /** The answer is no longer wanted. */
  z.object({ kind: z.literal('withdrawn'), id: z.number() }),
  /** The tunnel serves mail clients; the engine goes on by itself. */
  z.object({ kind: z.literal('ready'), forwards: z.custom<readonly ForwardStatus[]>(isThere) }),
  /** The engine ends. */
  z.object({ kind: z.literal('failed'), failure: FailureSchema }),
])
export type EngineMessage = z.infer<typeof EngineMessageSchema>

/** The command's answer to one question. */
export const AnswerMessageSchema = z.object({
  kind: z.literal('answer'),
  id: z.number(),
  answer: z.union([z.boolean(), z.object({ secret: z.string(), remember: z.boolean() }), z.array(z.string())]).optional(),
})
export type AnswerMessage = z.infer<typeof AnswerMessageSchema>
