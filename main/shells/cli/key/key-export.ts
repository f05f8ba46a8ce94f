import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addExamples } from '../help/help.ts'

export const addKeyExport = (parent: Command, cli: Cli): void => {
  const { t, screen } = cli
  const command = parent.command('export').description(t('cli.key.export.about')).argument('<key>', t('cli.argument.key'))
  addExamples(command, t, [[t('cli.key.export.example'), 'postern key export laptop > laptop.pub']])
  // SECURITY: only the public key. No command exports the private key.
  command.action((name: string) => cli.withCore({}, async (core) => screen.out((await core.identities.find(name)).publicKeyLine)))
}
