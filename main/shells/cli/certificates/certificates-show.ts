import type { Command } from 'commander'
import { hostAndPort } from '../../../../words/forward-words.ts'
import { printable } from '../../../../words/printable.ts'
import type { Cli } from '../cli.ts'
import { certificateJson, toJson } from '../json.ts'
import { formatPairs } from '../table.ts'
import { certificatePairs, faultLines } from './certificate-lines.ts'
import { findCertificates, type CertificateOptions } from './find-certificates.ts'

export const addCertificatesShow = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('show')
    .description(t('cli.certificates.show.about'))
    .argument('<server>', t('cli.argument.mailServer'))
    .option('--account <account>', t('cli.certificates.option.account'))
    .option('--json', t('cli.option.json'))
    .action((server: string, options: CertificateOptions & { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const pins = await findCertificates(core, server, options)
        if (options.json === true) {
          screen.out(toJson(pins.map(certificateJson)))
          return
        }
        for (const { destination, certificate, faults, by, pinnedAt } of pins)
          screen.out(
            ...formatPairs([
              [t('cli.column.mailServer'), hostAndPort(printable(destination.host), destination.port)],
              [t('cli.column.through'), hostAndPort(printable(destination.sshHost), destination.sshPort)],
              ...certificatePairs(t, certificate),
            ]),
            t(`certificates.list.by.${by}`, { date: pinnedAt }),
            t('certificates.why'),
            ...faultLines(t, certificate, faults).map((line) => `  ${line}`),
          )
      }),
    )
}
