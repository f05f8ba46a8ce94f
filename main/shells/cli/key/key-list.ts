import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { identityJson, toJson } from '../json.ts'
import { formatTable } from '../table.ts'

export const addKeyList = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('list')
    .description(t('cli.key.list.about'))
    .option('--json', t('cli.option.json'))
    .action((options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const identities = await core.identities.list()
        if (options.json === true) screen.out(toJson(identities.map(identityJson)))
        else if (identities.length === 0) screen.out(t('cli.key.list.none'))
        else
          screen.out(
            ...formatTable(
              [
                { title: t('cli.column.key') },
                { title: t('cli.column.type') },
                { title: t('cli.column.fingerprint') },
                { title: t('cli.column.passphrase') },
              ],
              identities.map(({ name, type, bits, fingerprint, passphrase }) => [
                name,
                `${type} ${bits}`,
                fingerprint,
                t(passphrase === 'keychain' ? 'word.inKeychain' : 'word.asked'),
              ]),
            ),
          )
      }),
    )
}
