import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { identityLines } from './identity-lines.ts'
import { identityJson, toJson } from '../json.ts'

export const addKeyShow = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  parent
    .command('show')
    .description(t('cli.key.show.about'))
    .argument('<key>', t('cli.argument.key'))
    .option('--json', t('cli.option.json'))
    .action((name: string, options: { readonly json?: true }) =>
      cli.withCore({}, async (core) => {
        const identity = await core.identities.find(name)
        if (options.json === true) {
          screen.out(toJson(identityJson(identity)))
          return
        }
        const { randomart } = await core.identities.inspect({ kind: 'kept', name: identity.name })
        screen.out(...identityLines(t, identity), ...randomart.split('\n'))
      }),
    )
}
