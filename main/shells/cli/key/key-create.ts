import { Option, type Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'
import { identityJson, toJson } from '../json.ts'
import { identityLines } from './identity-lines.ts'
import { choosePassphrase } from './passphrase-choice.ts'
import { demandNewKeyName } from './new-key-name.ts'
import { descriptorOption } from '../options.ts'
import { descriptorReader } from '../ask/secret-source.ts'

interface Options {
  readonly type: 'ed25519' | 'rsa'
  readonly keychain?: true
  readonly passphraseFd?: number
  readonly comment?: string
  readonly json?: true
}

export const addKeyCreate = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('create')
    .description(t('cli.key.create.about'))
    .argument('<name>', t('cli.argument.newKey'))
    .addOption(new Option('--type <type>', t('cli.option.keyType')).choices(['ed25519', 'rsa']).default('ed25519'))
    .addOption(new Option('--keychain', t('cli.option.keychain')).conflicts('passphraseFd'))
    .option('--passphrase-fd <n>', t('cli.option.newPassphraseFd'), descriptorOption('--passphrase-fd'))
    .option('--comment <text>', t('cli.option.comment'))
    .option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.key.create.example.plain'), 'postern key create laptop'],
    [t('cli.key.create.example.keychain'), 'postern key create laptop --keychain'],
    [t('cli.key.create.example.fd'), 'postern key create laptop --passphrase-fd 3 3< passphrase.txt'],
  ])
  command.action((name: string, options: Options) =>
    cli.withCore({}, async (core) => {
      await demandNewKeyName(core, name)
      const identity = await core.identities.create({
        name,
        type: options.type,
        passphrase: await choosePassphrase(cli, {
          keychain: options.keychain === true,
          fromDescriptor: descriptorReader(options.passphraseFd, '--passphrase-fd'),
        }),
        ...(options.comment === undefined ? {} : { comment: options.comment }),
      })
      if (options.json === true) {
        screen.out(toJson(identityJson(identity)))
        return
      }
      const { randomart } = await core.identities.inspect({ kind: 'kept', name: identity.name })
      screen.out(t('cli.key.create.done', { name: identity.name }), ...identityLines(t, identity), ...randomart.split('\n'))
      screen.out(t('cli.key.create.next', { name: identity.name }))
    }),
  )
}
