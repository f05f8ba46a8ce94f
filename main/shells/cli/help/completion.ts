import tab from '@bomb.sh/tab/commander'
import type { Argument, Command } from 'commander'
import { guideClients } from '../../../../contract/guide.ts'
import { connectChoices } from '../account/account-options.ts'
import { addExamples } from './help.ts'
import type { Translate } from '../../../../words/translate.ts'

/** The names that Tab offers beside commands and options. */
export interface CompletionNames {
  readonly accounts: readonly string[]
  readonly keys: readonly string[]
}

/**
 * Adds `postern completion SHELL`, and the hidden command `complete`, which the printed scripts call. Must be called after every other
 * command is added, since it copies the commands of `program`.
 */
export const addCompletion = (program: Command, t: Translate, names: CompletionNames): void => {
  const completion = tab(program, { completionCommandName: 'completion' })
  const command = program.commands.find((candidate) => candidate.name() === 'completion')
  if (command !== undefined) describe(command, t)

  const offer =
    (values: readonly string[]) =>
    (complete: (value: string, description: string) => void): void => {
      for (const value of values) complete(value, '')
    }
  const known: Readonly<Record<string, readonly string[]>> = {
    client: guideClients,
    connect: connectChoices,
    account: names.accounts,
    jump: names.accounts,
    key: names.keys,
    identity: names.keys,
  }
  for (const { arguments: args, options } of completion.commands.values()) {
    for (const argument of args.values()) if (known[argument.name]) argument.handler = offer(known[argument.name] ?? [])
    // `account add --key FILE` names a file, which the shell completes by itself.
    for (const option of options.values())
      if (option.value !== 'key' && known[option.value]) option.handler = offer(known[option.value] ?? [])
  }
}

const describe = (command: Command, t: Translate): void => {
  command.description(t('cli.completion.about'))
  const shell = command.registeredArguments[0] as (Argument & { description: string }) | undefined
  if (shell !== undefined) shell.description = t('cli.argument.shell')
  addExamples(command, t, [
    [t('cli.completion.example.bash'), "echo 'source <(postern completion bash)' >> ~/.bashrc"],
    [t('cli.completion.example.zsh'), "echo 'source <(postern completion zsh)' >> ~/.zshrc"],
    [t('cli.completion.example.fish'), 'postern completion fish > ~/.config/fish/completions/postern.fish'],
    [t('cli.completion.example.powershell'), 'postern completion powershell >> $PROFILE'],
  ])
}
