import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A part of the bench in a process of its own, so that its work does not count as work of the measured program. */
export interface Child<Question, Answer> {
  readonly pid: number
  /** Asks one question at a time. Rejects with the error of the child's answer, or if the child has ended. */
  readonly ask: (question: Question) => Promise<Answer>
  readonly stop: () => Promise<void>
}

type Reply = { readonly answer: unknown } | { readonly error: string }

/** Forks `script`: a file beside this one, or the path of a built file. The child is killed with this process. */
export const startChild = <Question, Answer>(script: string): Child<Question, Answer> => {
  const isSource = script.endsWith('.ts')
  const child = fork(isSource ? fileURLToPath(new URL(script, import.meta.url)) : script, {
    execArgv: isSource ? ['--import', import.meta.resolve('tsx')] : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${script} did not start`)
  const gone = new Promise<never>((_resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code ?? 'a signal'}`)))
  })
  gone.catch(() => undefined)
  return {
    pid,
    ask: async (question) => {
      const reply = once(child, 'message')
      child.send(question as object)
      const [message] = (await Promise.race([reply, gone])) as [Reply]
      if ('error' in message) throw new Error(`${script}: ${message.error}`)
      return message.answer as Answer
    },
    stop: async () => {
      child.kill('SIGKILL')
      await gone.catch(() => undefined)
    },
  }
}

/** The child's side: answers its parent's questions, and ends with it. */
export const serveParent = (answer: (question: never) => Promise<unknown>): void => {
  const replyTo = async (question: unknown): Promise<void> => {
    const reply: Reply = await answer(question as never).then(
      (value) => ({ answer: value }),
      (error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    process.send?.(reply)
  }
  process.on('message', (question) => void replyTo(question))
  process.on('disconnect', () => process.exit())
}
