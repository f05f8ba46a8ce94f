import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { confirmed } from '../ask/confirmed.ts'

export const addAccountRemove = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('remove')
    .description(t('cli.account.remove.about'))
    .argument('<account>', t('cli.argument.account'))
    .option('--yes', t('cli.option.yes'))
    .action((name: string, options: { readonly yes?: true }) =>
      cli.withCore({}, async (core) => {
        const { id, name: account } = await core.accounts.find(name)
        if (!(await confirmed(cli, options, t('cli.account.remove.confirm', { account })))) return
        await core.accounts.remove(id)
        screen.out(t('cli.account.remove.done', { account }))
      }),
    )
}
