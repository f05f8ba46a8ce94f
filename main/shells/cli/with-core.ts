import type { LogLine } from '../../../contract/events.ts'
import type { Core } from '../../core.ts'
import { createAsk } from './ask.ts'
import type { Cli } from './cli.ts'
import { interruptedExitCode } from './exit-code.ts'
import { keychainState, type KeychainState } from './keychain-state.ts'
import { createLog } from './log-file.ts'
import { printable } from './printable.ts'

export interface GlobalOptions {
  readonly verbose?: true
  readonly debug?: true
}

type Parts = Pick<Cli, 't' | 'screen' | 'prompts' | 'dataDir'> & {
  readonly globals: () => GlobalOptions
  readonly process: NodeJS.Process
}

/** Composes a core that asks on this terminal and writes the connection log, lends it out, and closes it whatever happened. */
export const createWithCore =
  ({ t, screen, prompts, dataDir, globals, process }: Parts): Cli['withCore'] =>
  async (secrets, use) => {
    const keychain = (): Promise<KeychainState> => keychainState(core.vault)
    // In raw mode Ctrl+C is a key and no signal: it is given to whoever waits for the signal, and else ends the command.
    const interrupt = (): void => {
      if (!process.emit('SIGINT')) process.exit(interruptedExitCode)
    }
    // Loaded here, so that help and mistakes in a command cost no start of the engine.
    const { compose } = await import('../../compose.ts')
    const core: Core = compose({ dataDir, ask: createAsk({ t, screen, prompts, secrets, keychain, interrupt }) })
    try {
      const { verbose, debug } = globals()
      const log = createLog(dataDir, (await core.settings()).logLevel)
      core.events.on('LogLineWritten', (line) => {
        log(line)
        if (verbose === true || debug === true) screen.err(screen.errStyle('quiet', logLineText(line)))
      })
      return await use(core)
    } finally {
      await core.close()
    }
  }

/** `10:02:07 work: connected`, for reading along. */
const logLineText = ({ time, account, message }: LogLine): string =>
  `${time.slice(11, 19)} ${printable(account)}: ${printable(message)}`
