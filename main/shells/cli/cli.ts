import type { Core } from '../../core.ts'
import type { Ask } from '../../../contract/question.ts'
import type { Language } from '../../../words/language.ts'
import type { OwnProgram } from './window/own-program.ts'
import type { Screen } from './ask/screen.ts'
import type { Prompts } from './ask/prompts.ts'
import type { SecretDescriptors } from './ask/secret-source.ts'
import type { StartWindow } from './window/start-window.ts'
import type { Translate } from '../../../words/translate.ts'

/** What a command works with. */
export interface Cli {
  readonly t: Translate
  readonly language: Language
  readonly screen: Screen
  readonly dataDir: string
  /** Undefined where there is nobody to ask. */
  readonly prompts: Prompts | undefined
  /**
   * Composes the core, lends it to `use`, and closes it. It asks as `sources.ask` does, otherwise on this terminal; descriptors that hold a
   * passphrase or a password come first.
   */
  readonly withCore: <Result>(
    sources: SecretDescriptors & { readonly ask?: Ask },
    use: (core: Core, ask: Ask) => Promise<Result>,
  ) => Promise<Result>
  readonly startWindow: StartWindow
  /** How this very program is started. */
  readonly ownProgram: OwnProgram
  /** Aborted when the person pressed Ctrl+C at a question. */
  readonly interrupted: AbortSignal
  /** For a command that goes on after a failure: the exit code it ends with. */
  readonly endWith: (exitCode: number) => void
}
