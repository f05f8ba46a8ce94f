import type { CommanderError } from 'commander'
import type { FailureText } from '../../../words/failure-text.ts'
import type { Translate } from '../../../words/translate.ts'

/**
 * Commander's own errors in the person's language. An error has a code and an English sentence, and only the sentence names the argument or
 * option.
 */
export const usageErrorText = (t: Translate, { code, message }: CommanderError, command: string): FailureText => {
  const [, suggestion] = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(message) ?? []
  const help = t('cli.usage.seeHelp', { command })
  const next = suggestion === undefined ? help : t('cli.usage.didYouMean', { suggestion, help })
  const [, first = '', second = ''] = /'([^']*)'(?:[^']*'([^']*)')?/.exec(message) ?? []
  // For an argument commander names the value first, and for an option the option.
  const [name, value] = message.startsWith('error: command-argument value') ? [second, first] : [first, second]
  const [, choices] = /Allowed choices are (.+)\.$/.exec(message) ?? []
  switch (code) {
    case 'commander.missingArgument':
      return { message: t('cli.usage.missingArgument', { name }), next }
    case 'commander.optionMissingArgument':
      return { message: t('cli.usage.optionMissingArgument', { name }), next }
    case 'commander.missingMandatoryOptionValue':
      return { message: t('cli.usage.missingOption', { name }), next }
    case 'commander.unknownOption':
      return { message: t('cli.usage.unknownOption', { name }), next }
    case 'commander.unknownCommand':
      return { message: t('cli.usage.unknownCommand', { name }), next }
    case 'commander.excessArguments':
      return { message: t('cli.usage.excessArguments'), next }
    case 'commander.conflictingOption':
      return { message: t('cli.usage.conflictingOption', { name, value }), next }
    case 'commander.invalidArgument':
      return { message: t('cli.usage.invalidArgument', { name, value, choices: choices ?? '' }), next }
    default:
      return { message: message.replace(/^error: /, ''), next }
  }
}
