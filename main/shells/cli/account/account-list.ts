import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { forwardName } from '../../../../words/forward-words.ts'
import { accountJson, toJson } from '../json.ts'
import { formatTable } from '../table.ts'

export const addAccountList = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('list')
    .description(t('cli.account.list.about'))
    .option('--json', t('cli.option.json'))
    .action((options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const accounts = await core.accounts.list()
        if (options.json === true) screen.out(toJson(accounts.map((account) => accountJson(account, accounts))))
        else if (accounts.length === 0) screen.out(t('cli.account.list.none'))
        else
          screen.out(
            ...formatTable(
              [{ title: t('cli.column.account') }, { title: t('cli.column.server') }, { title: t('cli.column.forwards') }],
              accounts.map((account) => [
                account.name,
                `${account.user}@${account.host}:${account.port}`,
                account.forwards.map((forward) => forwardName(t, forward)).join(', '),
              ]),
            ),
          )
      }),
    )
}
