import type { Command } from 'commander'
import type { Account } from '../../../../contract/account.ts'
import { failureOf, FailureError } from '../../../../contract/failure.ts'
import type { Ask } from '../../../../contract/question.ts'
import { findProcess } from '../../../control/ask-running.ts'
import type { Core } from '../../../core.ts'
import type { Cli } from '../cli.ts'
import { failureObject, readyObject } from './event-line.ts'
import { exitCodeOf } from '../exit-code.ts'
import { failureWords } from '../failure-words.ts'
import { addExamples } from '../help/help.ts'
import { lingerOption } from '../options.ts'
import type { SecretDescriptors } from '../ask/secret-source.ts'
import { shellWord } from '../guide/shell-word.ts'
import { stopSignals } from './stop-signals.ts'
import { runTunnel } from './run-tunnel.ts'
import { connectElsewhere } from './connect-elsewhere.ts'
import { jsonReporter } from './up-json.ts'
import { readyLines, wordReporter } from './up-words.ts'
import { addSecretOptions } from '../ask/secret-options.ts'

interface Options extends SecretDescriptors {
  readonly json?: true
  readonly linger?: string
}

export const addUp = (parent: Command, cli: Cli): void => {
  const { t } = cli
  const command = parent.command('up').description(t('cli.up.about')).argument('<account>', t('cli.argument.account'))
  addSecretOptions(command, t).option('--linger <seconds>', t('cli.option.linger')).option('--json', t('cli.option.jsonEvents'))
  addExamples(command, t, [
    [t('cli.up.example.plain'), 'postern up work'],
    [t('cli.up.example.script'), 'postern up work --json --passphrase-fd 3 3< passphrase.txt'],
    [t('cli.up.example.preconnect'), 'preconnect "postern up work --linger 5"'],
  ])
  command.action(async (name: string, { linger, ...options }: Options) => {
    const lingerSeconds = linger === undefined ? undefined : lingerOption('--linger')(linger)
    await cli.withCore(options, async (core, ask) => {
      const account = await core.accounts.find(name)
      const isElsewhere = lingerSeconds !== undefined || (await isApplications(cli, account))
      if (isElsewhere) await elsewhere(cli, account, { ask, lingerSeconds, ...options })
      else await here(cli, core, account, options)
    })
  })
}

/** Whether the application connects the account. Rejects `account-running` if another process has it. */
const isApplications = async ({ dataDir }: Cli, { id, name }: Account): Promise<boolean> => {
  const running = await findProcess(dataDir, id)
  if (running?.isApplication === false) throw new FailureError({ code: 'account-running', account: name, pid: running.pid })
  return running !== undefined
}

/** Stays in the foreground with the tunnel in this process. */
const here = async (cli: Cli, core: Core, account: Account, { json }: Pick<Options, 'json'>): Promise<void> => {
  const reporter = json === true ? jsonReporter(cli, account) : wordReporter(cli, account)
  const signals = stopSignals(process, cli.interrupted, () => reporter.stopping())
  try {
    const failure = await runTunnel({ core, account, reporter, signal: signals.signal })
    const exitCode = failure === undefined ? 0 : exitCodeOf(failure)
    await core.tunnels.disconnect(account.id)
    reporter.stopped(exitCode)
    cli.endWith(exitCode)
  } finally {
    signals.release()
  }
}

/** Returns when the tunnel is ready in another process. */
const elsewhere = async (
  cli: Cli,
  account: Account,
  { ask, lingerSeconds, json }: Pick<Options, 'json'> & { readonly ask: Ask; readonly lingerSeconds: number | null | undefined },
): Promise<void> => {
  const { t, screen } = cli
  try {
    const { pid, forwards } = await connectElsewhere(cli, account, { ask, lingerSeconds })
    if (json === true) {
      screen.out(JSON.stringify(readyObject(account.name, forwards, new Date())))
      return
    }
    const connects = lingerSeconds === undefined ? account.connect : 'manual'
    screen.out(
      ...readyLines(cli, { ...account, connect: connects }, forwards),
      screen.outStyle('quiet', t('cli.up.elsewhere', { pid, account: shellWord(account.name) })),
    )
  } catch (error) {
    const failure = failureOf(error)
    if (json !== true || failure === undefined) throw error
    screen.out(JSON.stringify(failureObject(account.name, failure, failureWords(t, failure), new Date())))
    cli.endWith(exitCodeOf(failure))
  }
}
