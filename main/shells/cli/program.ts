import { Command } from 'commander'
import { version } from '../../../package.json'
import type { Cli } from './cli.ts'
import { addAccountAdd } from './account/account-add.ts'
import { addAccountEdit } from './account/account-edit.ts'
import { addAccountExport } from './account/account-export.ts'
import { addAccountList } from './account/account-list.ts'
import { addAccountRemove } from './account/account-remove.ts'
import { addAccountShow } from './account/account-show.ts'
import { addCertificatesList } from './certificates/certificates-list.ts'
import { addCertificatesRemove } from './certificates/certificates-remove.ts'
import { addCertificatesShow } from './certificates/certificates-show.ts'
import { addCheck } from './connect/check.ts'
import { addDiagnosis } from './help/diagnosis.ts'
import { addDiscover } from './import/discover.ts'
import { addDown } from './connect/down.ts'
import { addEngine } from './connect/engine.ts'
import { addGuide } from './guide/guide.ts'
import { addImport } from './import/import.ts'
import { addKeyCreate } from './key/key-create.ts'
import { addKeyExport } from './key/key-export.ts'
import { addKeyImport } from './key/key-import.ts'
import { addKeyInstall } from './key/key-install.ts'
import { addKeyList } from './key/key-list.ts'
import { addKeyPassphrase } from './key/key-passphrase.ts'
import { addKeyRemove } from './key/key-remove.ts'
import { addKeyShow } from './key/key-show.ts'
import { addKnownHostsList } from './known-hosts/known-hosts-list.ts'
import { addKnownHostsRemove } from './known-hosts/known-hosts-remove.ts'
import { addStatus } from './connect/status.ts'
import { addUp } from './connect/up.ts'
import { addWeb } from './window/web.ts'
import { addExamples, helpConfiguration } from './help/help.ts'

/** The command with all its subcommands, in the person's language. Throws CommanderError instead of ending the process. */
export const createProgram = (cli: Cli): Command => {
  const { t, screen } = cli
  const program = new Command('postern')
    .description(t('cli.about'))
    .version(version, '-V, --version', t('cli.option.version'))
    .helpOption('-h, --help', t('cli.option.help'))
    .helpCommand('help [command]', t('cli.help.about'))
    .option('--verbose', t('cli.option.verbose'))
    .option('--debug', t('cli.option.debug'))
    .exitOverride()
    // Errors are put into the person's language by run.ts, so commander writes none itself.
    .configureOutput({ outputError: () => undefined })
    .configureHelp(helpConfiguration(t, screen.outStyle))
  addExamples(program, t, [
    [t('cli.example.account'), 'postern account add work --host mail.example.org --user bob --forward pop3 --forward submission'],
    [t('cli.example.key'), 'postern key create laptop && postern key install laptop --account work'],
    [t('cli.example.up'), 'postern up work'],
    [t('cli.example.status'), 'postern status'],
  ]).addHelpText('after', () => ['', t('cli.help.exitCodes'), '', t('cli.help.files', { dataDir: cli.dataDir })].join('\n'))

  const account = program.command('account').description(t('cli.account.about'))
  for (const add of [addAccountAdd, addAccountList, addAccountShow, addAccountEdit, addAccountExport, addAccountRemove])
    add(account, cli)
  const key = program.command('key').description(t('cli.key.about'))
  for (const add of [addKeyCreate, addKeyImport, addKeyInstall, addKeyList, addKeyShow, addKeyExport]) add(key, cli)
  for (const add of [addKeyPassphrase, addKeyRemove]) add(key, cli)
  for (const add of [addUp, addDown, addWeb, addCheck, addStatus, addDiagnosis, addImport, addDiscover, addGuide, addEngine])
    add(program, cli)
  const knownHosts = program.command('known-hosts').description(t('cli.knownHosts.about'))
  for (const add of [addKnownHostsList, addKnownHostsRemove]) add(knownHosts, cli)
  const certificates = program.command('certificates').description(t('cli.certificates.about'))
  for (const add of [addCertificatesList, addCertificatesShow, addCertificatesRemove]) add(certificates, cli)
  return program
}
