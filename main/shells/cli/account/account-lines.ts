import type { Account } from '../../../../contract/account.ts'
import type { LocalForward } from '../../../../contract/local-forward.ts'
import { configuredRoute, forwardName } from '../../../../words/forward-words.ts'
import { printable } from '../../../../words/printable.ts'
import { formatPairs, formatTable } from '../table.ts'
import type { Translate } from '../../../../words/translate.ts'

const lingerWords = (t: Translate, seconds: Account['lingerSeconds']): string | undefined => {
  if (seconds === undefined) return undefined
  return seconds === null ? t('cli.linger.never') : t('cli.linger.after', { seconds })
}

/** The encryption to the mail server, and the name that its certificate must have where that is set. */
const encryptionWords = (t: Translate, { mailTls, certificateName }: LocalForward): string => {
  if (mailTls === 'none') return ''
  return certificateName === undefined ? t(`mailTls.${mailTls}`) : `${t(`mailTls.${mailTls}`)} (${printable(certificateName)})`
}

/** An account in full, with a line for each value that is set. The name of the jump account comes from `accounts`. */
export const accountLines = (t: Translate, account: Account, accounts: readonly Account[]): readonly string[] => {
  const jump = accounts.find(({ id }) => id === account.jumpAccountId)?.name
  const { identity } = account
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [t('cli.field.account'), account.name],
    [t('cli.field.server'), `${account.user}@${account.host}:${account.port}`],
    [t('cli.field.authentication'), account.authentication.join(', ')],
    [t('cli.field.identity'), identity?.kind === 'kept' ? identity.name : identity && printable(identity.path)],
    [t('cli.field.jump'), jump],
    [t('cli.field.trust'), account.trustedFingerprint],
    [t('cli.field.connect'), account.connect === 'manual' ? undefined : t(`cli.connect.${account.connect}`)],
    [t('cli.field.linger'), account.connect === 'on-first-use' ? lingerWords(t, account.lingerSeconds) : undefined],
    [t('cli.field.compression'), account.compression ? t('word.on') : undefined],
    [t('cli.field.mailUser'), account.mailUser],
    [t('cli.field.mailAddress'), account.mailAddress],
  ]
  const forwards = account.forwards.map((forward) => [
    `  ${forwardName(t, forward)}`,
    configuredRoute(forward),
    forward.id,
    encryptionWords(t, forward),
    forward.enabled ? '' : t('word.off'),
  ])
  return [
    ...formatPairs(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))),
    ...(forwards.length === 0
      ? []
      : formatTable(
          [
            { title: `  ${t('cli.column.forward')}` },
            { title: t('cli.column.way') },
            { title: t('cli.column.id') },
            { title: t('cli.column.encryption') },
            { title: '' },
          ],
          forwards,
        )),
  ]
}
