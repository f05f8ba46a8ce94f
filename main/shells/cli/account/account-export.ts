import type { Command } from 'commander'
import { hostBlock } from '../../../accounts/export/host-block.ts'
import { sshCommandLine } from '../../../accounts/export/ssh-command-line.ts'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'

export const addAccountExport = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('export')
    .description(t('cli.account.export.about'))
    .argument('<account>', t('cli.argument.account'))
    .option('--command', t('cli.option.exportCommand'))
  addExamples(command, t, [
    [t('cli.account.export.example.block'), 'postern account export work >> ~/.ssh/config'],
    [t('cli.account.export.example.command'), 'postern account export work --command'],
  ])
  command.action((name: string, options: { readonly command?: true }) =>
    cli.withCore({}, async (core) => {
      const account = await core.accounts.find(name)
      const parts = {
        accounts: await core.accounts.list(),
        identities: await core.identities.list(),
        settings: await core.settings(),
      }
      screen.out((options.command === true ? sshCommandLine(account, parts) : hostBlock(account, parts)).trimEnd())
    }),
  )
}
