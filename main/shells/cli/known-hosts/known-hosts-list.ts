import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { knownHostJson, toJson } from '../json.ts'
import { printable } from '../../../../words/printable.ts'
import { formatTable } from '../table.ts'

export const addKnownHostsList = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('list')
    .description(t('cli.knownHosts.list.about'))
    .option('--json', t('cli.option.json'))
    .action((options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const hosts = await core.hostTrust.list()
        if (options.json === true) screen.out(toJson(hosts.map(knownHostJson)))
        else if (hosts.length === 0) screen.out(t('cli.knownHosts.list.none'))
        else
          screen.out(
            ...formatTable(
              [
                { title: t('cli.column.host') },
                { title: t('cli.column.type') },
                { title: t('cli.column.fingerprint') },
                { title: t('cli.column.source') },
                { title: '' },
              ],
              hosts.map(({ host, keyType, fingerprint, file, line, marker }) => [
                host.startsWith('|1|') ? t('word.hashedHost') : printable(host),
                printable(keyType),
                fingerprint,
                `${file}:${line}`,
                marker === undefined ? '' : t(`word.${marker}`),
              ]),
            ),
          )
      }),
    )
}
