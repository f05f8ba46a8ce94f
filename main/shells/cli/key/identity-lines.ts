import type { Identity } from '../../../../contract/identity.ts'
import { printable } from '../../../../words/printable.ts'
import { formatPairs } from '../table.ts'
import type { Translate } from '../../../../words/translate.ts'

/** The public facts of a key. */
export const identityLines = (t: Translate, identity: Identity): readonly string[] =>
  formatPairs([
    [t('cli.field.key'), identity.name],
    [t('cli.field.type'), `${identity.type} ${identity.bits}`],
    [t('cli.field.fingerprint'), identity.fingerprint],
    [t('cli.field.publicKey'), printable(identity.publicKeyLine)],
    [t('cli.field.file'), identity.file],
    [t('cli.field.passphrase'), t(identity.passphrase === 'keychain' ? 'word.inKeychain' : 'word.asked')],
  ])
