import { CommanderError, type Command } from 'commander'
import { failureOf } from '../../../contract/failure.ts'
import type { Cli } from './cli.ts'
import { completionNames } from './completion-names.ts'
import { addCompletion } from './commands/completion.ts'
import { createWithCore, type GlobalOptions } from './with-core.ts'
import { categoryExitCodes, exitCodeOf, faultExitCode, interruptedExitCode } from './exit-code.ts'
import { failureText, type FailureText } from './failure-text.ts'
import { chooseLanguage } from './language.ts'
import { readLanguageSetting } from './language-setting.ts'
import { logFile } from './log-file.ts'
import { printable } from './printable.ts'
import { createProgram } from './program.ts'
import { createPrompts, PromptInterrupted } from './prompts.ts'
import { createScreen, type Screen } from './screen.ts'
import { createTranslate, type Translate } from './translate.ts'
import { usageErrorText } from './usage-error.ts'

/** Runs one command line to its end and gives the exit code. Never rejects: what went wrong is said on stderr. */
export const run = async (options: {
  /** The arguments behind the program's name. */
  readonly args: readonly string[]
  readonly process: NodeJS.Process
  readonly dataDir: string
}): Promise<number> => {
  const { args, process, dataDir } = options
  const screen = createScreen(process)
  const { setting, failure } = await readLanguageSetting(dataDir)
  const language = chooseLanguage(setting, process.env, Intl.DateTimeFormat().resolvedOptions().locale)
  const t = createTranslate(language)
  if (failure !== undefined) say(screen, failureText(t, failure))
  const prompts = screen.interactive ? createPrompts(t, process) : undefined
  let exitCode = 0
  const globals = (): GlobalOptions => program.opts<GlobalOptions>()
  const withCore = createWithCore({ t, screen, prompts, dataDir, globals, process })
  const cli: Cli = { t, language, screen, prompts, dataDir, withCore, endWith: (code) => (exitCode = code) }
  const program: Command = createProgram(cli)
  try {
    const names = args[0] === 'complete' ? await completionNames(cli) : { accounts: [], keys: [] }
    addCompletion(program, t, names)
    if (args.length === 0) {
      screen.out(t('cli.start'), '', program.helpInformation())
      return 0
    }
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return report(error, { t, screen, dataDir, debug: globals().debug === true })
  }
}

/** What is, and below it what to do next. */
const say = (screen: Screen, { message, next }: FailureText): void => screen.err(screen.errStyle('trouble', message), next)

const report = (
  error: unknown,
  {
    t,
    screen,
    dataDir,
    debug,
  }: { readonly t: Translate; readonly screen: Screen; readonly dataDir: string; readonly debug: boolean },
): number => {
  if (error instanceof PromptInterrupted) return interruptedExitCode
  if (error instanceof CommanderError) {
    // Help and version are "errors" to commander too.
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') say(screen, usageErrorText(t, error, 'postern'))
    return categoryExitCodes.usage
  }
  const failure = failureOf(error)
  if (failure !== undefined) say(screen, failureText(t, failure))
  else {
    const message = printable(error instanceof Error ? error.message : String(error))
    say(screen, { message: t('cli.fault.message', { message }), next: t('cli.fault.next', { file: logFile(dataDir) }) })
  }
  if (debug) screen.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return failure === undefined ? faultExitCode : exitCodeOf(failure)
}
