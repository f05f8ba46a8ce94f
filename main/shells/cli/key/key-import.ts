import path from 'node:path'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { currentPassphrase } from './current-passphrase.ts'
import { addExamples } from '../help/help.ts'
import { identityLines } from './identity-lines.ts'
import { identityJson, toJson } from '../json.ts'
import { demandNewKeyName } from './new-key-name.ts'
import { descriptorOption } from '../options.ts'
import { choosePassphrase } from './passphrase-choice.ts'
import { descriptorReader } from '../ask/secret-source.ts'

interface Options {
  readonly keychain?: true
  readonly passphraseFd?: number
  readonly newPassphraseFd?: number
  readonly json?: true
}

export const addKeyImport = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent
    .command('import')
    .description(t('cli.key.import.about'))
    .argument('<name>', t('cli.argument.newKey'))
    .argument('<file>', t('cli.argument.keyFile'))
    .option('--keychain', t('cli.option.keychain'))
    .option('--passphrase-fd <n>', t('cli.option.filePassphraseFd'), descriptorOption('--passphrase-fd'))
    .option('--new-passphrase-fd <n>', t('cli.option.importPassphraseFd'), descriptorOption('--new-passphrase-fd'))
    .option('--json', t('cli.option.json'))
  addExamples(command, t, [
    [t('cli.key.import.example.openssh'), 'postern key import laptop ~/.ssh/id_ed25519'],
    [t('cli.key.import.example.putty'), 'postern key import office office.ppk --keychain'],
  ])
  command.action((name: string, fileArgument: string, options: Options) =>
    cli.withCore({}, async (core) => {
      await demandNewKeyName(core, name)
      const file = path.resolve(fileArgument)
      const current = currentPassphrase(cli, options)
      // The file is unlocked before a new passphrase is asked for, because the copy keeps the typed passphrase of the file unless an option
      // asks for another.
      const { typedPassphrase } = await core.identities.unlock({ kind: 'file', path: file }, current)
      const keeps = typedPassphrase !== undefined && options.keychain !== true && options.newPassphraseFd === undefined
      const identity = await core.identities.import({
        name,
        from: { kind: 'file', path: file },
        current: (about) => (typedPassphrase !== undefined && !about.wrong ? Promise.resolve(typedPassphrase) : current(about)),
        passphrase: keeps ? { kept: 'asked', passphrase: typedPassphrase } : await choosePassphrase(cli, newSecret(options)),
      })
      if (options.json === true) screen.out(toJson(identityJson(identity)))
      else {
        screen.out(t('cli.key.import.done', { name: identity.name }), ...identityLines(t, identity))
        if (keeps) screen.out(t('cli.key.import.keepsPassphrase'))
      }
    }),
  )
}

const newSecret = ({ keychain, newPassphraseFd }: Options): Parameters<typeof choosePassphrase>[1] => ({
  keychain: keychain === true,
  fromDescriptor: descriptorReader(newPassphraseFd, '--new-passphrase-fd'),
})
