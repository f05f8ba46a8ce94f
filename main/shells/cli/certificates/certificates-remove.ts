import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { findCertificates, type CertificateOptions } from './find-certificates.ts'

export const addCertificatesRemove = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('remove')
    .description(t('cli.certificates.remove.about'))
    .argument('<server>', t('cli.argument.mailServer'))
    .option('--account <account>', t('cli.certificates.option.account'))
  addExamples(command, t, [
    [t('cli.certificates.remove.example.one'), 'postern certificates remove mail.example.org:993'],
    [t('cli.certificates.remove.example.account'), 'postern certificates remove localhost:143 --account work'],
  ])
  command.action((server: string, options: CertificateOptions) =>
    cli.withCore({}, async (core) => {
      const pins = await findCertificates(core, server, options)
      for (const { destination } of pins) await core.certificateTrust.remove(destination)
      screen.out(t('cli.certificates.remove.done', { count: pins.length, server }))
    }),
  )
}
