import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { readServer } from '../account/server-argument.ts'

export const addKnownHostsRemove = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('remove')
    .description(t('cli.knownHosts.remove.about'))
    .argument('<host>', t('cli.argument.knownHost'))
  addExamples(command, t, [
    [t('cli.knownHosts.remove.example.host'), 'postern known-hosts remove mail.example.org'],
    [t('cli.knownHosts.remove.example.port'), 'postern known-hosts remove mail.example.org:2222'],
  ])
  command.action((text: string) =>
    cli.withCore({}, async (core) => {
      const count = await core.hostTrust.remove(readServer(text))
      screen.out(t('cli.knownHosts.remove.done', { count, host: text }))
    }),
  )
}
