import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { accountJson, identityJson, toJson } from '../json.ts'
import { printable } from '../../../../words/printable.ts'
import type { SecretDescriptors } from '../ask/secret-source.ts'
import { addSecretOptions } from '../ask/secret-options.ts'

interface Options extends SecretDescriptors {
  readonly account: string
  readonly plain?: true
  readonly json?: true
}

export const addKeyInstall = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('install')
    .description(t('cli.key.install.about'))
    .argument('<key>', t('cli.argument.key'))
    .requiredOption('--account <account>', t('cli.option.account'))
    .option('--plain', t('cli.option.plain'))
  addSecretOptions(command, t).option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.key.install.example.plain'), 'postern key install laptop --account work'],
    [t('cli.key.install.example.fd'), 'postern key install laptop --account work --password-fd 3 3< password.txt'],
  ])
  command.action((identity: string, options: Options) =>
    cli.withCore(options, async (core) => {
      const restricted = options.plain !== true
      const installed = await core.installKey({ identity, account: options.account, restricted, mailHosts: [] })
      const { account, alreadyThere, line } = installed
      if (options.json === true) {
        const accounts = await core.accounts.list()
        const details = { account: accountJson(account, accounts), key: identityJson(installed.identity) }
        screen.out(toJson({ ...details, line, alreadyThere }))
        return
      }
      const names = { name: installed.identity.name, host: account.host, account: account.name }
      screen.out(
        t(alreadyThere ? 'cli.key.install.alreadyThere' : 'cli.key.install.done', names),
        `  ${printable(line)}`,
        t('cli.key.install.proven', names),
      )
    }),
  )
}
