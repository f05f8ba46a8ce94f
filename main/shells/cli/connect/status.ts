import type { Command } from 'commander'
import { accountStatuses } from './account-status.ts'
import type { Cli } from '../cli.ts'
import { askRunning, type RunningAccount } from '../../../control/ask-running.ts'
import { addExamples } from '../help/help.ts'
import { statusJson, toJson } from '../json.ts'
import { statusLines } from './status-lines.ts'

export const addStatus = (parent: Command, cli: Cli): void => {
  const { t, screen, dataDir } = cli
  const command = parent.command('status').description(t('cli.status.about')).option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.status.example.table'), 'postern status'],
    [t('cli.status.example.json'), `postern status --json | jq '.[] | {account, state: .state.name}'`],
  ])
  command.action((options: { readonly json?: true }) =>
    cli.withCore({}, async (core) => {
      const running = await askRunning(dataDir)
      const statuses = accountStatuses(await core.accounts.list(), running)
      if (options.json === true) screen.out(toJson(statuses.map(statusJson)))
      else screen.out(...applicationLine(cli, running), ...statusLines(cli, statuses, new Date()))
    }),
  )
}

const applicationLine = ({ t }: Cli, running: readonly RunningAccount[]): readonly string[] => {
  const application = running.find(({ entry }) => entry.claimed === 'application')
  return application === undefined ? [] : [t('cli.status.application', { pid: application.entry.pid })]
}
