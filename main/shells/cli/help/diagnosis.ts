import type { Command } from 'commander'
import { askRunning } from '../../../control/ask-running.ts'
import { accountStatuses } from '../connect/account-status.ts'
import type { Cli } from '../cli.ts'
import { addExamples } from './help.ts'

interface Options {
  readonly withNames?: true
}

export const addDiagnosis = (parent: Command, cli: Cli): void => {
  const { t } = cli
  const command = parent
    .command('diagnosis')
    .description(t('cli.diagnosis.about'))
    .option('--with-names', t('cli.option.withNames'))
  addExamples(command, t, [
    [t('cli.diagnosis.example.plain'), 'postern diagnosis'],
    [t('cli.diagnosis.example.file'), 'postern diagnosis > postern-diagnosis.txt'],
  ])
  command.action((options: Options) => diagnosis(cli, options))
}

const diagnosis = async ({ screen, dataDir }: Cli, { withNames = false }: { readonly withNames?: boolean }): Promise<void> => {
  const { compose } = await import('../../../compose.ts')
  const { diagnosisText } = await import('../../../diagnosis/diagnosis-text.ts')
  const { gatherDiagnosis } = await import('../../../diagnosis/gather-diagnosis.ts')
  const { readAbout } = await import('../../../requests/about-requests.ts')
  // A core of its own, because `withCore` reads the settings first, and a diagnosis must work above all if the settings cannot be read.
  const core = compose({ dataDir, ask: () => Promise.reject(new Error('a diagnosis asks nothing')) })
  try {
    const facts = await gatherDiagnosis({
      ...core,
      shell: 'command line',
      about: () => readAbout({ vault: core.vault, dataDir, components: [] }),
      tunnels: async (accounts) => {
        const statuses = accountStatuses(accounts, await askRunning(dataDir))
        return statuses.flatMap(({ pid, status }) => (pid === undefined ? [] : [status]))
      },
    })
    screen.out(diagnosisText(facts, { withNames }).trimEnd())
  } finally {
    await core.close()
  }
}
