import { unanswered } from '../../../../contract/question.ts'
import type { Answers, Ask, Question } from '../../../../contract/question.ts'
import { AnswerMessageSchema, type EngineMessage } from './engine-message.ts'

/** The command that started this process as its engine, until that command ends. */
export interface EngineParent {
  /** Asks the command, which has the terminal; after the command has ended, every answer is no. */
  readonly ask: Ask
  /** Aborted when the command has ended or is disconnected. */
  readonly gone: AbortSignal
  /** Sends the last message that the command waits for, and disconnects. */
  readonly sendAndDisconnect: (message: EngineMessage) => Promise<void>
}

type AnyAnswer = Answers[Question['kind']]

/** Returns undefined if no command started this process over a channel. */
export const engineParent = (own: NodeJS.Process): EngineParent | undefined => {
  if (own.send === undefined) return undefined
  const gone = new AbortController()
  const waiting = new Map<number, (answer: AnyAnswer) => void>()
  let asked = 0

  const send = (message: EngineMessage): Promise<boolean> =>
    new Promise((resolve) => {
      if (own.send === undefined || !own.connected) resolve(false)
      else own.send(message, undefined, {}, (error) => resolve(error === null))
    })
  own.once('disconnect', () => gone.abort())
  own.on('message', (message: unknown) => {
    const parsed = AnswerMessageSchema.safeParse(message)
    if (parsed.success) waiting.get(parsed.data.id)?.(parsed.data.answer)
  })

  const ask = (question: Question, signal?: AbortSignal): Promise<AnyAnswer> =>
    new Promise((resolve) => {
      const id = ++asked
      const settle = (answer: AnyAnswer): void => {
        waiting.delete(id)
        gone.signal.removeEventListener('abort', onGone)
        signal?.removeEventListener('abort', withdraw)
        resolve(answer)
      }
      const onGone = (): void => settle(unanswered(question))
      const withdraw = (): void => {
        void send({ kind: 'withdrawn', id })
        onGone()
      }
      if (gone.signal.aborted || signal?.aborted === true) {
        resolve(unanswered(question))
        return
      }
      waiting.set(id, settle)
      gone.signal.addEventListener('abort', onGone, { once: true })
      signal?.addEventListener('abort', withdraw, { once: true })
      void send({ kind: 'question', id, question }).then((sent) => {
        if (!sent) onGone()
      })
    })

  return {
    // The command's `ask` answers each question with a value of its own kind.
    ask: ask as Ask,
    gone: gone.signal,
    sendAndDisconnect: async (message) => {
      await send(message)
      if (own.connected) own.disconnect()
    },
  }
}
