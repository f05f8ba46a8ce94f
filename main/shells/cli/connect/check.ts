import type { Command } from 'commander'
import type { Account } from '../../../../contract/account.ts'
import type { GreetingCheck } from '../../../../contract/greeting-check.ts'
import { proposeMailTls } from '../../../../contract/propose-mail-tls.ts'
import { shellWord } from '../guide/shell-word.ts'
import { findProcess } from '../../../control/ask-running.ts'
import type { Core } from '../../../core.ts'
import type { Cli } from '../cli.ts'
import { exitCodeOf } from '../exit-code.ts'
import { failureWords } from '../failure-words.ts'
import { configuredRoute, forwardName } from '../../../../words/forward-words.ts'
import { adviceWords, certificateWords } from '../../../../words/greeting-check-words.ts'
import { addExamples } from '../help/help.ts'
import { checkJson, toJson } from '../json.ts'
import { printable } from '../../../../words/printable.ts'
import type { SecretDescriptors } from '../ask/secret-source.ts'
import { formatPairs } from '../table.ts'
import { addSecretOptions } from '../ask/secret-options.ts'

export const addCheck = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent.command('check').description(t('cli.check.about')).argument('<account>', t('cli.argument.account'))
  addSecretOptions(command, t).option('--json', t('cli.option.json'))
  addExamples(command, t, [[t('cli.check.example'), 'postern check work']])
  command.action((name: string, options: SecretDescriptors & { readonly json?: true }) =>
    cli.withCore(options, async (core) => {
      const account = await core.accounts.find(name)
      const checks = await checksOf(cli, core, account, options)
      if (options.json === true)
        screen.out(
          toJson(
            checks.map((check) =>
              checkJson(
                check,
                (failure) => failureWords(t, failure),
                (answered) => adviceWords(t, answered),
              ),
            ),
          ),
        )
      else if (checks.length === 0) screen.out(t('cli.check.noForwards'))
      else screen.out(...checks.flatMap((check) => [...checkLines(cli, check), ...proposalLines(cli, account, check)]))
      // Every mail server was checked; the first failure sets the exit code.
      const failed = checks.find((check) => !check.ok)
      if (failed !== undefined) cli.endWith(exitCodeOf(failed.failure))
    }),
  )
}

/** Checks in the process that has the account or in the application, if one runs, because the keys are unlocked there. */
const checksOf = async (
  { dataDir }: Cli,
  core: Core,
  { id }: Account,
  { passphraseFd, passwordFd }: SecretDescriptors,
): Promise<readonly GreetingCheck[]> => {
  // A secret from a descriptor can be read only by this process.
  const running = passphraseFd === undefined && passwordFd === undefined ? await findProcess(dataDir, id) : undefined
  const result = await running?.ask<'check'>({ request: 'check', account: id })
  return result?.checks ?? (await core.checkGreetings(id))
}

const checkLines = ({ t, screen: { outStyle } }: Cli, check: GreetingCheck): readonly string[] => {
  const head = `${outStyle('title', forwardName(t, check.forward))}  ${configuredRoute(check.forward)}`
  if (!check.ok) {
    const { message, next } = failureWords(t, check.failure)
    return [head, ...formatPairs([[`  ${outStyle('trouble', t('cli.check.failed'))}`, message]]), `  ${next}`]
  }
  const recognised = check.recognised === 'unknown' ? t('cli.check.notRecognised') : t('cli.check.answers')
  const certificate = certificateWords(t, check)
  const advice = adviceWords(t, check)
  return [
    head,
    `  ${outStyle('ok', recognised)}: ${printable(check.greeting)}`,
    ...(certificate === undefined ? [] : [`  ${certificate}`]),
    ...(advice === undefined ? [] : [`  ${outStyle('wait', advice.message)}`, `  ${advice.next}`]),
  ]
}

/** The command that lets Postern encrypt to a mail server where that is better, unless the person has left it as it is. */
const proposalLines = ({ t }: Cli, account: Account, check: GreetingCheck): readonly string[] => {
  if (!check.ok || check.forward.mailTls !== 'none' || account.keepsMailTls === true) return []
  const mailTls = proposeMailTls(check.forward, account.host, check.facts)
  if (mailTls === 'none') return []
  const command = `postern account edit ${shellWord(account.name)} --mail-tls ${shellWord(check.forward.id)}=${mailTls}`
  return [`  ${t('cli.check.proposal')} ${command}`]
}
