import type { Command } from 'commander'
import type { Cli } from './cli.ts'
import { completionNames } from './help/completion-names.ts'
import { addCompletion } from './help/completion.ts'
import { createWithCore, type GlobalOptions } from './with-core.ts'
import { failureWords } from './failure-words.ts'
import { chooseLanguage } from '../../../words/language.ts'
import { readLanguageSetting } from './language-setting.ts'
import type { OwnProgram } from './window/own-program.ts'
import { createProgram } from './program.ts'
import { createPrompts } from './ask/prompts.ts'
import { commandNamed, report, say } from './report.ts'
import { createScreen } from './ask/screen.ts'
import type { StartWindow } from './window/start-window.ts'
import { createTranslate } from '../../../words/translate.ts'

/** Runs one command line to its end and returns the exit code. Never rejects: failures are written to stderr. */
export const run = async (options: {
  /** The arguments after the program's name. */
  readonly args: readonly string[]
  readonly process: NodeJS.Process
  readonly dataDir: string
  readonly startWindow: StartWindow
  readonly ownProgram: OwnProgram
}): Promise<number> => {
  const { args, process, dataDir, startWindow, ownProgram } = options
  const screen = createScreen(process)
  const { setting, failure } = await readLanguageSetting(dataDir)
  const language = chooseLanguage(setting, process.env, Intl.DateTimeFormat().resolvedOptions().locale)
  const t = createTranslate(language)
  if (failure !== undefined) say(screen, failureWords(t, failure))
  const prompts = screen.interactive ? createPrompts(t, process) : undefined
  let exitCode = 0
  const globals = (): GlobalOptions => program.opts<GlobalOptions>()
  const interrupt = new AbortController()
  const withCore = createWithCore({ t, screen, prompts, dataDir, globals, interrupt })
  const cli: Cli = {
    t,
    language,
    screen,
    prompts,
    dataDir,
    withCore,
    startWindow,
    ownProgram,
    interrupted: interrupt.signal,
    endWith: (code) => (exitCode = code),
  }
  const program: Command = createProgram(cli)
  try {
    const names = args[0] === 'complete' ? await completionNames(cli) : { accounts: [], keys: [] }
    addCompletion(program, t, names)
    if (args.length === 0) {
      screen.out(t('cli.start'), '')
      program.outputHelp()
      return 0
    }
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return report(error, { t, screen, dataDir, debug: globals().debug === true, command: commandNamed(program, args) })
  }
}
