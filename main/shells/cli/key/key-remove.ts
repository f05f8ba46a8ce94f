import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { confirmed } from '../ask/confirmed.ts'

interface Options {
  readonly evenInUse?: true
  readonly yes?: true
}

export const addKeyRemove = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('remove')
    .description(t('cli.key.remove.about'))
    .argument('<key>', t('cli.argument.key'))
    .option('--even-in-use', t('cli.option.evenInUse'))
    .option('--yes', t('cli.option.yes'))
    .action((key: string, options: Options) =>
      cli.withCore({}, async (core) => {
        const { name } = await core.identities.find(key)
        if (!(await confirmed(cli, options, t('cli.key.remove.confirm', { name })))) return
        await core.identities.remove(name, { evenInUse: options.evenInUse === true })
        screen.out(t('cli.key.remove.done', { name }))
      }),
    )
}
