import type { Core } from '../../core.ts'
import type { Ask } from '../../../contract/question.ts'
import type { Language } from '../../../words/language.ts'
import type { OwnProgram } from './window/own-program.ts'
import type { Screen } from './ask/screen.ts'
import type { Prompts } from './ask/prompts.ts'
import type { SecretDescriptors } from './ask/secret-source.ts'
import type { StartWindow } from './window/start-window.ts'
import type { Translate } from '../../../words/translate.ts'

/** The surroundings of a command: words, output, questions and the core. */
export interface Cli {
  readonly t: Translate
  readonly language: Language
  readonly screen: Screen
  readonly dataDir: string
  /** Undefined without a person to ask. */
  readonly prompts: Prompts | undefined
  /**
   * Composes the core, passes it to `use`, and closes it afterwards. The core asks by `sources.ask`, or without it on this terminal, where
   * a descriptor with a passphrase or a password comes first.
   */
  readonly withCore: <Result>(
    sources: SecretDescriptors & { readonly ask?: Ask },
    use: (core: Core, ask: Ask) => Promise<Result>,
  ) => Promise<Result>
  readonly startWindow: StartWindow
  /** The command that starts this program. */
  readonly ownProgram: OwnProgram
  /** Aborted when the person presses Ctrl+C at a question. */
  readonly interrupted: AbortSignal
  /** Sets the exit code of a command that goes on after a failure. */
  readonly endWith: (exitCode: number) => void
}
