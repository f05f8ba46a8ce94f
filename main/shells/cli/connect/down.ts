import type { Command } from 'commander'
import { findHolder, whileEnding } from '../../../control/ask-running.ts'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { toJson } from '../json.ts'
import { printable } from '../../../../words/printable.ts'

export const addDown = (parent: Command, cli: Cli): void => {
  const { t, screen, dataDir } = cli
  const command = parent.command('down').description(t('cli.down.about')).argument('<account>', t('cli.argument.account'))
  command.option('--json', t('cli.option.json'))
  addExamples(command, t, [[t('cli.down.example'), 'postern down work']])
  command.action((name: string, { json }: { readonly json?: true }) =>
    cli.withCore({}, async (core) => {
      const account = await core.accounts.find(name)
      const { pid } = await endTunnel(dataDir, account.id)
      const shown = printable(account.name)
      if (json === true) screen.out(toJson({ account: account.name, accountId: account.id, pid }))
      else screen.out(pid === null ? t('cli.down.nothing', { account: shown }) : t('cli.down.done', { account: shown, pid }))
    }),
  )
}

/** Disconnects an account's tunnel in any process, and resolves afterwards. `pid` is that process; null if no process ran it. */
const endTunnel = (dataDir: string, accountId: string): Promise<{ readonly pid: number | null }> =>
  whileEnding<{ readonly pid: number | null }>(async () => {
    const holder = await findHolder(dataDir, accountId)
    if (holder === undefined) return { pid: null }
    const result = await holder.ask<'down'>({ request: 'down', account: accountId })
    return result === undefined ? { ending: holder.pid } : { pid: holder.pid }
  })
