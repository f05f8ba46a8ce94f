import type { Translate } from '../../../../words/translate.ts'

/** A person pressed Ctrl+C or Ctrl+D at a question. */
export class PromptInterrupted extends Error {
  override readonly name = 'PromptInterrupted'
}

export interface Prompts {
  /** Asks without echo. */
  readonly secret: (message: string, signal?: AbortSignal) => Promise<string>
  /** `validate` returns the fault of an answer, or undefined. */
  readonly text: (question: {
    readonly message: string
    readonly validate?: (answer: string) => string | undefined
    readonly signal?: AbortSignal | undefined
  }) => Promise<string>
  /** Asks for yes or no; Enter alone is no. */
  readonly confirm: (message: string, signal?: AbortSignal) => Promise<boolean>
}

type Streams = Pick<NodeJS.Process, 'stdin' | 'stderr'>

/** Asks on stderr and reads answers from the terminal; stdout is only for the command's answer. Rejects PromptInterrupted. */
export const createPrompts = (t: Translate, streams: Streams): Prompts => {
  const context = (signal?: AbortSignal) => ({
    input: streams.stdin,
    output: streams.stderr,
    ...(signal === undefined ? {} : { signal }),
  })

  return {
    secret: async (message, signal) => {
      const { password } = await import('@inquirer/prompts')
      // SECURITY: no mask, so that not even the length shows, and no key that reveals the typed text.
      const question = { message, mask: false, toggleMask: false, theme: { style: { maskedText: '' } } }
      return answered(streams, password(question, context(signal)))
    },
    text: async ({ message, validate, signal }) => {
      const { input } = await import('@inquirer/prompts')
      const check = (answer: string): string | true => validate?.(answer) ?? true
      return answered(streams, input({ message, validate: check }, context(signal)))
    },
    confirm: async (message, signal) => {
      const { confirm } = await import('@inquirer/prompts')
      const keywords = { yes: t('word.yes'), no: t('word.no'), error: () => t('cli.ask.yesOrNo') }
      return answered(streams, confirm({ message, default: false, theme: { keywords } }, context(signal)))
    },
  }
}

const isInterrupt = (error: unknown): boolean => error instanceof Error && error.name === 'ExitPromptError'

/**
 * The answer to a question of inquirer. Ctrl+D closes readline and leaves inquirer's promise open for ever. The only sign of it is
 * that stdin is paused during the question.
 */
const answered = <Answer>({ stdin }: Streams, question: Promise<Answer>): Promise<Answer> =>
  new Promise<Answer>((resolve, reject) => {
    const paused = (): void => void setImmediate(() => reject(new PromptInterrupted()))
    stdin.once('pause', paused)
    question
      .finally(() => stdin.off('pause', paused))
      .then(resolve, (error: unknown) => reject(isInterrupt(error) ? new PromptInterrupted() : (error as Error)))
  })
