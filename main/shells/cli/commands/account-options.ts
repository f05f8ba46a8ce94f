import type { Command } from 'commander'
import { portOption, repeatable } from '../options.ts'
import type { Translate } from '../../../../words/translate.ts'

/** The options that `account add` and `account edit` share. */
export const addAccountOptions = (command: Command, t: Translate): Command =>
  command
    .option('--port <port>', t('cli.option.port'), portOption('--port'))
    .option('--forward <forward>', t('cli.option.forward'), repeatable)
    .option('--key <file>', t('cli.option.key'))
    .option('--identity <name>', t('cli.option.identity'))
    .option('--trust <fingerprint>', t('cli.option.trust'))
    .option('--compression', t('cli.option.compression'))
    .option('--jump <account>', t('cli.option.jump'))
    .option('--auth <list>', t('cli.option.auth'))
