import { Argument, Command, CommanderError, Option } from 'commander'
import { expect, test } from 'vitest'
import { createTranslate } from '../../../words/translate.ts'
import { usageErrorText } from './usage-error.ts'

const parse = (...args: string[]): unknown => {
  const program = new Command('postern').exitOverride().configureOutput({ outputError: () => undefined })
  program
    .command('make')
    .argument('<name>')
    .requiredOption('--host <host>')
    .addOption(new Option('--type <type>').choices(['ed25519', 'rsa']))
    .addOption(new Option('--keychain').conflicts('type'))
    .action(() => undefined)
  program.command('guide').addArgument(new Argument('<client>').choices(['mutt', 'kmail']))
  try {
    program.parse(args, { from: 'user' })
    return undefined
  } catch (error) {
    return error
  }
}

// Commander's errors have a code and an English sentence. This test fails if a sentence changes.
test.each([
  [['make', '--host', 'a'], 'Bij deze opdracht hoort name.'],
  [['make', 'x', '--host'], 'Bij de optie --host <host> hoort een waarde.'],
  [['make', 'x'], 'De optie --host <host> is nodig.'],
  [['make', 'x', '--host', 'a', '--nope'], 'Er is geen optie --nope.'],
  [['mkae'], 'Er is geen opdracht mkae.'],
  [['make', 'x', 'y', '--host', 'a'], 'Dat zijn meer argumenten dan bij deze opdracht horen.'],
  [['make', 'x', '--host', 'a', '--keychain', '--type', 'rsa'], '--keychain en --type <type> gaan niet samen.'],
  [['make', 'x', '--host', 'a', '--type', 'dsa'], '"dsa" kan niet bij --type <type>. Kies uit: ed25519, rsa.'],
  [['guide', 'pine'], '"pine" kan niet bij client. Kies uit: mutt, kmail.'],
])('%j is answered in the language of the person', (args, message) => {
  const error = parse(...args)
  expect(error).toBeInstanceOf(CommanderError)
  expect(usageErrorText(createTranslate('nl'), error as CommanderError, 'postern').message).toBe(message)
})

test('the nearest command is suggested', () => {
  const { next } = usageErrorText(createTranslate('en'), parse('mkae') as CommanderError, 'postern')
  expect(next).toBe('Did you mean make? See postern --help.')
})
