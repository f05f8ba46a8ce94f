import type { Command } from 'commander'
import { descriptorOption } from '../options.ts'
import type { Translate } from '../../../../words/translate.ts'

/** For the commands that log in: where a script puts the passphrase and the password. */
export const addSecretOptions = (command: Command, t: Translate): Command =>
  command
    .option('--passphrase-fd <n>', t('cli.option.passphraseFd'), descriptorOption('--passphrase-fd'))
    .option('--password-fd <n>', t('cli.option.passwordFd'), descriptorOption('--password-fd'))
