import type { Command } from 'commander'
import { descriptorOption } from '../options.ts'
import type { Translate } from '../../../../words/translate.ts'

/** Adds the options by which a script passes the passphrase and the password to a command that logs in. */
export const addSecretOptions = (command: Command, t: Translate): Command =>
  command
    .option('--passphrase-fd <n>', t('cli.option.passphraseFd'), descriptorOption('--passphrase-fd'))
    .option('--password-fd <n>', t('cli.option.passwordFd'), descriptorOption('--password-fd'))
