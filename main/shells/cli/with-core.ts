import type { LogLine } from '../../../contract/events.ts'
import type { Core } from '../../core.ts'
import { createAsk } from './ask/ask.ts'
import type { Cli } from './cli.ts'
import type { KeychainState } from '../../../contract/about.ts'
import { keychainState } from '../../vault/keychain-state.ts'
import { createLog } from '../../data-folder/connection-log.ts'
import { logSubject, logText } from '../../../words/log-text.ts'
import type { Translate } from '../../../words/translate.ts'
import { failureWords } from './failure-words.ts'
import { PromptInterrupted } from './ask/prompts.ts'

export interface GlobalOptions {
  readonly verbose?: true
  readonly debug?: true
}

type LazyCore = Pick<Cli, 't' | 'screen' | 'prompts' | 'dataDir'> & {
  readonly globals: () => GlobalOptions
  /** Aborted by Ctrl+C at a question, because in raw mode Ctrl+C is a key and no signal. */
  readonly interrupt: AbortController
}

/** Composes a core that asks on this terminal and writes the connection log, passes it on, and always closes it. */
export const createWithCore =
  ({ t, screen, prompts, dataDir, globals, interrupt }: LazyCore): Cli['withCore'] =>
  async ({ ask: givenAsk, ...secrets }, use) => {
    const keychain = (): Promise<KeychainState> => keychainState(core.vault)
    // Loaded only here, so that help and usage errors do not load the engine.
    const { compose } = await import('../../compose.ts')
    const ask = givenAsk ?? createAsk({ t, screen, prompts, secrets, keychain, interrupt: () => interrupt.abort() })
    const core: Core = compose({ dataDir, ask })
    try {
      const { verbose, debug } = globals()
      const log = createLog(dataDir, (await core.settings()).logLevel)
      core.events.on('LogLineWritten', (line) => {
        log(line)
        if (verbose === true || debug === true) screen.err(screen.errStyle('quiet', logLineText(t, line)))
      })
      return await use(core, ask)
    } catch (error) {
      // For the core Ctrl+C at a question is a no; for the person it ends the command.
      throw interrupt.signal.aborted ? new PromptInterrupted() : error
    } finally {
      await core.close()
    }
  }

/** A line of the log as text: `10:02:07 work: connected`. */
const logLineText = (t: Translate, line: LogLine): string => {
  const about = line.failure === undefined ? '' : `: ${failureWords(t, line.failure).message}`
  return `${line.time.slice(11, 19)} ${logSubject(line)}: ${logText(t, line.entry)}${about}`
}
