import type { Command } from 'commander'
import { AccountDraftSchema, type Account, type AccountDraft } from '../../../../contract/account.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { ImportedAccount } from '../../../../contract/imported-account.ts'
import { draftOfImport } from '../../../accounts/import/draft-of-import.ts'
import { takenPorts } from '../../../accounts/taken-ports.ts'
import type { Core } from '../../../core.ts'
import { localUserName } from '../../../discover/local-user-name.ts'
import type { Cli } from '../cli.ts'
import { categoryExitCodes, exitCodeOf } from '../exit-code.ts'
import { failureWords } from '../failure-words.ts'
import { freeAccountName } from '../account/free-account-name.ts'
import { addExamples } from '../help/help.ts'
import { importLines } from './import-lines.ts'
import { readImportSource } from './import-source.ts'
import { accountJson, importedJson, toJson } from '../json.ts'
import { say } from '../report.ts'

interface Options {
  readonly yes?: true
  readonly json?: true
}

export const addImport = (program: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = program
    .command('import')
    .description(t('cli.import.about'))
    .argument('<file>', t('cli.argument.import'))
    .option('--yes', t('cli.option.importYes'))
    .option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.import.example.config'), 'postern import ~/.ssh/config'],
    [t('cli.import.example.line'), "echo 'ssh -f bob@mail.example.org -L 11110:popserver:110 sleep 5' | postern import - --yes"],
    [t('cli.import.example.putty'), 'postern import putty.reg'],
  ])
  command.action((source: string, options: Options) =>
    cli.withCore({}, async (core) => {
      const imported = await readImportSource(cli, core, source)
      const saved: (Account | undefined)[] = []
      for (const one of imported) saved.push(await importOne(cli, core, { imported: one, options }))
      if (options.json === true) {
        const accounts = await core.accounts.list()
        const results = imported.map((one, index) => {
          const account = saved[index]
          return { ...importedJson(one), saved: account === undefined ? null : accountJson(account, accounts) }
        })
        screen.out(toJson(results))
      }
      const count = saved.filter((account) => account !== undefined).length
      if (cli.prompts === undefined && options.yes !== true)
        say(screen, { message: t('cli.import.nobody'), next: t('cli.import.addYes') })
      else if (options.json !== true && imported.length > 1)
        screen.out('', t('cli.import.count', { saved: count, total: imported.length }))
    }),
  )
}

/**
 * Shows one account, and saves it if the person agrees. Returns the saved account; an account that is not saved sets the command's exit
 * code.
 */
const importOne = async (
  cli: Cli,
  core: Core,
  { imported, options }: { readonly imported: ImportedAccount; readonly options: Options },
): Promise<Account | undefined> => {
  const { t, screen, prompts } = cli
  const { accounts } = core
  const proposed = draftOfImport(imported, { taken: await takenPorts(accounts), userName: localUserName() })
  const draft = { ...proposed, name: freeAccountName(proposed.name, await accounts.list()) }
  if (options.json !== true) screen.out(...importLines(t, screen.outStyle, { imported, draft }))
  else if (prompts !== undefined && options.yes !== true) screen.err(...importLines(t, screen.errStyle, { imported, draft }))

  if (!AccountDraftSchema.safeParse(draft).success) {
    say(screen, { message: t('cli.import.lacks', { account: draft.name }), next: t('cli.import.addByHand') })
    cli.endWith(categoryExitCodes.usage)
    return undefined
  }
  if (!(await isWanted(cli, options, draft))) {
    cli.endWith(categoryExitCodes.usage)
    return undefined
  }
  return save(cli, core, { draft, quiet: options.json === true })
}

const isWanted = async ({ t, prompts, screen }: Cli, options: Options, { name }: AccountDraft): Promise<boolean> => {
  if (options.yes === true) return true
  if (prompts === undefined) return false
  if (await prompts.confirm(t('cli.import.confirm', { account: name }))) return true
  screen.err(t('cli.import.notSaved', { account: name }))
  return false
}

/** A failure to save one account is reported and does not stop the import of the others. */
const save = async (
  cli: Cli,
  { accounts }: Core,
  { draft, quiet }: { readonly draft: AccountDraft; readonly quiet: boolean },
): Promise<Account | undefined> => {
  const { t, screen } = cli
  try {
    const account = await accounts.add(draft)
    const next = account.forwards.length === 0 ? 'cli.account.add.noForwards' : 'cli.account.add.next'
    if (!quiet) screen.out(t('cli.account.add.done', { account: account.name }), t(next, { account: account.name }))
    return account
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    say(screen, failureWords(t, failure))
    cli.endWith(exitCodeOf(failure))
    return undefined
  }
}
