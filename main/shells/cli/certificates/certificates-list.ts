import type { Command } from 'commander'
import { formatDate } from '../../../../words/dates.ts'
import { hostAndPort } from '../../../../words/forward-words.ts'
import { printable } from '../../../../words/printable.ts'
import type { Cli } from '../cli.ts'
import { certificateJson, toJson } from '../json.ts'
import { formatTable } from '../table.ts'

export const addCertificatesList = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('list')
    .description(t('cli.certificates.list.about'))
    .option('--json', t('cli.option.json'))
    .action((options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const pins = await core.certificateTrust.list()
        if (options.json === true) screen.out(toJson(pins.map(certificateJson)))
        else if (pins.length === 0) screen.out(t('cli.certificates.list.none'))
        else
          screen.out(
            ...formatTable(
              (['mailServer', 'through', 'since', 'expires', 'fingerprint'] as const).map((name) => ({
                title: t(`cli.column.${name}`),
              })),
              pins.map(({ destination, certificate, pinnedAt }) => [
                hostAndPort(printable(destination.host), destination.port),
                hostAndPort(printable(destination.sshHost), destination.sshPort),
                formatDate(pinnedAt, cli.language),
                formatDate(certificate.validTo, cli.language),
                certificate.fingerprint,
              ]),
            ),
          )
      }),
    )
}
