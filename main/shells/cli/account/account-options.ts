import { Option, type Command } from 'commander'
import { AccountSchema, type Account } from '../../../../contract/account.ts'
import { portOption, repeatable } from '../options.ts'
import type { Translate } from '../../../../words/translate.ts'

/** The values of `--connect`: the times at which SSH connects. */
export const connectChoices: readonly Account['connect'][] = AccountSchema.shape.connect.unwrap().options

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
    .addOption(new Option('--connect <when>', t('cli.option.connect')).choices(connectChoices))
    .option('--linger <time>', t('cli.option.accountLinger'))
    .option('--mail-user <user>', t('cli.option.mailUser'))
    .option('--mail-address <address>', t('cli.option.mailAddress'))
    .option('--mail-tls <forward=mode>', t('cli.option.mailTls'), repeatable)
    .option('--certificate-name <forward=name>', t('cli.option.certificateName'), repeatable)
