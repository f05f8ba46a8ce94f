import type { Command } from 'commander'
import type { Core } from '../../../core.ts'
import type { Cli } from '../cli.ts'
import { openControlEndpoint } from '../control-endpoint.ts'
import { exitCodeOf } from '../exit-code.ts'
import { addExamples } from '../help.ts'
import type { SecretDescriptors } from '../secret-source.ts'
import { stopSignals } from '../stop-signals.ts'
import { runTunnel } from '../run-tunnel.ts'
import { jsonReporter } from '../up-json.ts'
import { wordReporter } from '../up-words.ts'
import { addSecretOptions } from './secret-options.ts'

interface Options extends SecretDescriptors {
  readonly json?: true
}

export const addUp = (parent: Command, cli: Cli): void => {
  const { t } = cli
  const command = parent.command('up').description(t('cli.up.about')).argument('<account>', t('cli.argument.account'))
  addSecretOptions(command, t).option('--json', t('cli.option.jsonEvents'))
  addExamples(command, t, [
    [t('cli.up.example.plain'), 'postern up work'],
    [t('cli.up.example.script'), 'postern up work --json --passphrase-fd 3 3< passphrase.txt'],
  ])
  command.action((name: string, options: Options) => cli.withCore(options, (core) => up(cli, core, name, options)))
}

const up = async (cli: Cli, core: Core, name: string, options: Options): Promise<void> => {
  const account = await core.accounts.find(name)
  const statusOf = () => core.tunnels.status().filter(({ accountId }) => accountId === account.id)
  // Claimed before a port is bound: two processes with one account would take each other's ports.
  const endpoint = await openControlEndpoint({ dataDir: cli.dataDir, account, answer: () => ({ tunnels: statusOf() }) })
  const reporter = options.json === true ? jsonReporter(cli, account) : wordReporter(cli, account)
  const signals = stopSignals(process, cli.interrupted, () => reporter.stopping())
  try {
    const failure = await runTunnel({ core, account, reporter, signal: signals.signal })
    const exitCode = failure === undefined ? 0 : exitCodeOf(failure)
    await core.tunnels.down(account.id)
    reporter.stopped(exitCode)
    cli.endWith(exitCode)
  } finally {
    signals.release()
    await endpoint.close()
  }
}
