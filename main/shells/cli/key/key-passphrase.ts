import { Option, type Command } from 'commander'
import { FailureError } from '../../../../contract/failure.ts'
import type { Identity } from '../../../../contract/identity.ts'
import type { PassphraseAsker } from '../../../keys/unlock-key.ts'
import type { Cli } from '../cli.ts'
import { currentPassphrase } from './current-passphrase.ts'
import { addExamples } from '../help/help.ts'
import { identityJson, toJson } from '../json.ts'
import { descriptorOption } from '../options.ts'
import { choosePassphrase } from './passphrase-choice.ts'
import { descriptorReader } from '../ask/secret-source.ts'

interface Options {
  readonly keychain?: true
  readonly passphraseFd?: number
  readonly newPassphraseFd?: number
  readonly json?: true
}

export const addKeyPassphrase = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('passphrase')
    .description(t('cli.key.passphrase.about'))
    .argument('<key>', t('cli.argument.key'))
    .addOption(new Option('--keychain', t('cli.option.keychain')).conflicts('newPassphraseFd'))
    .option('--passphrase-fd <n>', t('cli.option.currentPassphraseFd'), descriptorOption('--passphrase-fd'))
    .option('--new-passphrase-fd <n>', t('cli.option.newPassphraseFd'), descriptorOption('--new-passphrase-fd'))
    .option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.key.passphrase.example.plain'), 'postern key passphrase laptop'],
    [t('cli.key.passphrase.example.keychain'), 'postern key passphrase laptop --keychain'],
  ])
  command.action((key: string, options: Options) =>
    cli.withCore({}, async (core) => {
      const identity = await core.identities.find(key)
      const current = await askedFirst(identity, currentPassphrase(cli, options))
      const passphrase = await choosePassphrase(cli, {
        keychain: options.keychain === true,
        fromDescriptor: descriptorReader(options.newPassphraseFd, '--new-passphrase-fd'),
      })
      const changed = await core.identities.changePassphrase({ name: identity.name, current, passphrase })
      if (options.json === true) screen.out(toJson(identityJson(changed)))
      else screen.out(t(changed.passphrase === 'keychain' ? 'cli.key.passphrase.inKeychain' : 'cli.key.passphrase.done', changed))
    }),
  )
}

/** The old passphrase is asked for before the new one. One that does not fit is asked for again. */
const askedFirst = async ({ name, fingerprint, passphrase }: Identity, ask: PassphraseAsker): Promise<PassphraseAsker> => {
  if (passphrase === 'keychain') return ask
  const first = await ask({ name, fingerprint, wrong: false })
  if (first === undefined) throw new FailureError({ code: 'secret-needed', reason: 'passphrase-of', identity: name })
  return (about) => (about.wrong ? ask(about) : Promise.resolve(first))
}
