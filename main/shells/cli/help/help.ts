import type { Argument, Command, HelpConfiguration, Option } from 'commander'
import type { Style } from '../style.ts'
import type { Translate } from '../../../../words/translate.ts'

interface Described {
  readonly description: string
  readonly argChoices?: string[]
  readonly defaultValue?: unknown
  readonly defaultValueDescription?: string | undefined
}

/** Commander's help in the person's language: its titles, and its words in brackets behind a description. */
export const helpConfiguration = (t: Translate, style: Style): HelpConfiguration => {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': t('cli.help.usage'),
    'Arguments:': t('cli.help.arguments'),
    'Options:': t('cli.help.options'),
    'Commands:': t('cli.help.commands'),
  }
  const describe = ({ description, argChoices, defaultValue, defaultValueDescription }: Described): string => {
    const extras = [
      ...(argChoices === undefined ? [] : [t('cli.help.choices', { choices: argChoices.join(', ') })]),
      ...(defaultValueDescription === undefined && typeof defaultValue !== 'string'
        ? []
        : [t('cli.help.default', { value: defaultValueDescription ?? String(defaultValue) })]),
    ]
    return extras.length === 0 ? description : `${description} (${extras.join('; ')})`
  }
  return {
    styleTitle: (title) => style('title', titles[title] ?? title),
    commandUsage: (command) =>
      usageOf(command).replace('[options]', t('cli.help.optionsWord')).replace('[command]', t('cli.help.commandWord')),
    optionDescription: (option: Option) => describe(option),
    argumentDescription: (argument: Argument) => describe(argument),
    subcommandTerm: (command) => [command.name(), ...argumentsOf(command)].join(' '),
  }
}

const argumentsOf = (command: Command): string[] =>
  command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`))

const usageOf = (command: Command): string => {
  const names: string[] = []
  for (let current: Command | null = command; current !== null; current = current.parent) names.unshift(current.name())
  return `${names.join(' ')} ${command.usage()}`
}

/** Adds example commands below a help page, each with a line about its effect. */
export const addExamples = (
  command: Command,
  t: Translate,
  examples: readonly (readonly [explanation: string, line: string])[],
): Command =>
  command.addHelpText('after', () =>
    ['', t('cli.help.examples'), ...examples.flatMap(([explanation, line]) => [`  ${explanation}`, `    ${line}`])].join('\n'),
  )
