import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { accountFields, type AccountOptions } from './account-draft.ts'
import { accountLines } from './account-lines.ts'
import type { Cli } from '../cli.ts'
import { editForwards, type ForwardEdits } from './forward-edit.ts'
import { addExamples } from '../help/help.ts'
import { accountJson, toJson } from '../json.ts'
import { takenPorts } from '../../../accounts/taken-ports.ts'
import { addAccountOptions } from './account-options.ts'

interface Options extends AccountOptions, Pick<ForwardEdits, 'forward' | 'mailTls' | 'certificateName'> {
  readonly host: string
  readonly json?: true
}

export const addAccountAdd = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('add')
    .description(t('cli.account.add.about'))
    .argument('<name>', t('cli.argument.newAccount'))
    .requiredOption('--host <host>', t('cli.option.host'))
    .option('--user <user>', t('cli.option.user'))
  addAccountOptions(command, t).option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [
      t('cli.account.add.example.plain'),
      'postern account add work --host mail.example.org --user bob --forward pop3 --forward submission',
    ],
    [
      t('cli.account.add.example.triple'),
      'postern account add work --host ssh.example.org --user bob --forward imap=11143:mail.lan:143',
    ],
    [
      t('cli.account.add.example.onFirstUse'),
      'postern account add work --host mail.example.org --forward imap --connect on-first-use',
    ],
    [t('cli.account.add.example.trust'), 'postern account add work --host mail.example.org --forward imap --trust SHA256:uNiV…'],
  ])
  command.action((name: string, options: Options) =>
    cli.withCore({}, async (core) => {
      const account = await core.accounts.add({
        ...(await accountFields(core, options)),
        name,
        host: options.host,
        user: options.user ?? userInfo().username,
        forwards: [...editForwards([], options, await takenPorts(core.accounts))],
      })
      if (options.json === true) {
        screen.out(toJson(accountJson(account, await core.accounts.list())))
        return
      }
      screen.out(t('cli.account.add.done', { account: account.name }), ...accountLines(t, account, await core.accounts.list()))
      screen.out(
        t(account.forwards.length === 0 ? 'cli.account.add.noForwards' : 'cli.account.add.next', { account: account.name }),
      )
    }),
  )
}
