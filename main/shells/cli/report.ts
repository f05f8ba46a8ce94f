import { CommanderError, type Command } from 'commander'
import { failureOf } from '../../../contract/failure.ts'
import { programFault } from '../../../contract/log-entry.ts'
import { categoryExitCodes, exitCodeOf, faultExitCode, interruptedExitCode } from './exit-code.ts'
import type { FailureText } from '../../../words/failure-text.ts'
import { failureWords } from './failure-words.ts'
import { createLog, logFile } from '../../data-folder/connection-log.ts'
import { printable } from '../../../words/printable.ts'
import { PromptInterrupted } from './ask/prompts.ts'
import type { Screen } from './ask/screen.ts'
import type { Translate } from '../../../words/translate.ts'
import { usageErrorText } from './usage-error.ts'

/** Prints the message of a failure, and below it the next step. */
export const say = (screen: Screen, { message, next }: FailureText): void => screen.err(screen.errStyle('trouble', message), next)

/** Prints the failure that ended a command, and returns the exit code. A fault of the program is one line; the log has its stack. */
export const report = (
  error: unknown,
  options: {
    readonly t: Translate
    readonly screen: Screen
    readonly dataDir: string
    readonly debug: boolean
    /** The command of the person, for its help page: `postern account add`. */
    readonly command: string
  },
): number => {
  const { t, screen } = options
  if (error instanceof PromptInterrupted) return interruptedExitCode
  if (error instanceof CommanderError) {
    // Commander throws for help and version too, and for a command without its subcommand, whose help was shown.
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') say(screen, usageErrorText(t, error, options.command))
    return categoryExitCodes.usage
  }
  const failure = failureOf(error)
  if (options.debug) screen.err(stackOf(error))
  if (failure !== undefined) {
    say(screen, failureWords(t, failure))
    return exitCodeOf(failure)
  }
  const message = printable(error instanceof Error ? error.message : String(error))
  createLog(options.dataDir, 'error')({ time: new Date().toISOString(), level: 'error', entry: programFault(error) })
  say(screen, { message: t('cli.fault.message', { message }), next: t('cli.fault.next', { file: logFile(options.dataDir) }) })
  return faultExitCode
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** The command that the arguments name, as far as they do: `postern account` for `account nope`. */
export const commandNamed = (program: Command, args: readonly string[]): string => {
  const names = [program.name()]
  let command: Command | undefined = program
  for (const arg of args) {
    command = command.commands.find((candidate) => candidate.name() === arg)
    if (command === undefined) break
    names.push(arg)
  }
  return names.join(' ')
}
