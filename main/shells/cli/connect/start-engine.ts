import { spawn } from 'node:child_process'
import { FailureError } from '../../../../contract/failure.ts'
import type { Ask } from '../../../../contract/question.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import { EngineMessageSchema, type AnswerMessage, type EngineMessage } from './engine-message.ts'
import type { OwnProgram } from '../window/own-program.ts'

export interface StartEngineOptions {
  readonly ownProgram: OwnProgram
  readonly accountId: string
  /** `null` is for ever. */
  readonly lingerSeconds: number | null
  /** Asks the person on behalf of the engine, which has no terminal. */
  readonly ask: Ask
  /** Aborted by Ctrl+C at a question: the engine then ends. */
  readonly interrupted: AbortSignal
}

export interface StartedEngine {
  readonly pid: number
  readonly forwards: readonly ForwardStatus[]
}

/**
 * Starts this program again as an engine in the background, which has one tunnel and goes on when this process has ended. Resolves when the
 * tunnel serves mail clients, and rejects with the failure of the engine. During the log-in, the engine's questions are asked here.
 *
 * SECURITY: secrets go over the channel between parent and child, which no other process can open; not by arguments and not by the
 * environment.
 */
export const startEngine = (options: StartEngineOptions): Promise<StartedEngine> => {
  const { ownProgram, accountId, lingerSeconds, ask, interrupted } = options
  const linger = lingerSeconds === null ? 'never' : String(lingerSeconds)
  const child = spawn(ownProgram.program, [...ownProgram.args, 'engine', accountId, '--linger', linger], {
    // The engine has a session of its own, so that Ctrl+C and the end of this terminal do not end it.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // A question may contain a host key as bytes, which JSON would lose.
    serialization: 'advanced',
    windowsHide: true,
  })
  const questions = new Map<number, AbortController>()
  const leave = (): void => {
    if (child.connected) child.disconnect()
  }

  const answer = async ({ id, question }: Extract<EngineMessage, { kind: 'question' }>): Promise<void> => {
    const withdrawn = new AbortController()
    questions.set(id, withdrawn)
    const message: AnswerMessage = { kind: 'answer', id, answer: spread(await ask(question, withdrawn.signal)) }
    questions.delete(id)
    if (child.connected) child.send(message)
  }

  return new Promise<StartedEngine>((resolve, reject) => {
    interrupted.addEventListener('abort', leave, { once: true })
    child.once('error', reject)
    child.once('exit', (code) => {
      const saidNothing = (): void => reject(new Error(`the engine ended with ${code ?? 'a signal'} and said nothing`))
      // The exit event may arrive before the engine's last message, which arrives before the channel closes.
      if (child.connected) child.once('disconnect', saidNothing)
      else setImmediate(saidNothing)
    })
    child.on('message', (raw) => {
      const message = EngineMessageSchema.parse(raw)
      if (message.kind === 'question') answer(message).catch(reject)
      if (message.kind === 'withdrawn') questions.get(message.id)?.abort()
      if (message.kind === 'failed') reject(new FailureError(message.failure))
      if (message.kind === 'ready') resolve({ pid: child.pid ?? 0, forwards: message.forwards })
    })
  }).finally(() => {
    interrupted.removeEventListener('abort', leave)
    for (const question of questions.values()) question.abort()
    leave()
    child.unref()
  })
}

/** An answer as a message holds it: a list is copied, because the message's type is a mutable array. */
const spread = (answer: Awaited<ReturnType<Ask>>): AnswerMessage['answer'] =>
  typeof answer === 'object' && !('secret' in answer) ? [...answer] : answer
