import type { Command } from 'commander'
import { accountFields, type AccountOptions } from './account-draft.ts'
import { accountLines } from './account-lines.ts'
import type { Cli } from '../cli.ts'
import { editForwards, type ForwardEdits } from './forward-edit.ts'
import { addExamples } from '../help/help.ts'
import { accountJson, toJson } from '../json.ts'
import { repeatable } from '../options.ts'
import { takenPorts } from '../../../accounts/taken-ports.ts'
import { addAccountOptions } from './account-options.ts'

interface Options extends AccountOptions, ForwardEdits {
  readonly name?: string
  readonly json?: true
}

export const addAccountEdit = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('edit')
    .description(t('cli.account.edit.about'))
    .argument('<account>', t('cli.argument.account'))
    .option('--name <name>', t('cli.option.rename'))
    .option('--host <host>', t('cli.option.host'))
    .option('--user <user>', t('cli.option.user'))
  addAccountOptions(command, t)
    .option('--no-identity', t('cli.option.noIdentity'))
    .option('--no-trust', t('cli.option.noTrust'))
    .option('--no-compression', t('cli.option.noCompression'))
    .option('--no-jump', t('cli.option.noJump'))
    .option('--no-mail-user', t('cli.option.noMailUser'))
    .option('--no-mail-address', t('cli.option.noMailAddress'))
    .option('--remove-forward <id>', t('cli.option.removeForward'), repeatable)
    .option('--enable-forward <id>', t('cli.option.enableForward'), repeatable)
    .option('--disable-forward <id>', t('cli.option.disableForward'), repeatable)
    .option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.account.edit.example.forward'), 'postern account edit work --forward imap --remove-forward pop3'],
    [t('cli.account.edit.example.trust'), 'postern account edit work --no-trust'],
    [t('cli.account.edit.example.mailTls'), 'postern account edit work --mail-tls imap=starttls'],
  ])
  command.action((name: string, options: Options) =>
    cli.withCore({}, async (core) => {
      const before = await core.accounts.find(name)
      const forwards = editForwards(before.forwards, options, await takenPorts(core.accounts))
      const change = {
        ...(await accountFields(core, options)),
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(forwards === before.forwards ? {} : { forwards: [...forwards] }),
      }
      const account = await core.accounts.edit(before.id, change)
      const accounts = await core.accounts.list()
      if (options.json === true) screen.out(toJson(accountJson(account, accounts)))
      else screen.out(t('cli.account.edit.done', { account: account.name }), ...accountLines(t, account, accounts))
    }),
  )
}
