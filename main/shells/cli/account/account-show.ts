import type { Command } from 'commander'
import { accountLines } from './account-lines.ts'
import type { Cli } from '../cli.ts'
import { accountJson, toJson } from '../json.ts'

export const addAccountShow = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('show')
    .description(t('cli.account.show.about'))
    .argument('<account>', t('cli.argument.account'))
    .option('--json', t('cli.option.json'))
    .action((name: string, options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const [account, accounts] = [await core.accounts.find(name), await core.accounts.list()]
        if (options.json === true) screen.out(toJson(accountJson(account, accounts)))
        else screen.out(...accountLines(t, account, accounts))
      }),
    )
}
