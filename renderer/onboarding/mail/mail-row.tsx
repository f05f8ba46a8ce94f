import type { Account } from '../../../contract/account.ts'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { printable } from '../../../words/printable.ts'
import { isLastHopOpen } from '../../accounts/route-of-account.ts'
import { mailTlsOfRow } from './forwards-of-rows.ts'
import { CheckInput } from '../../components/check-input.tsx'
import { HopLine } from '../../components/route-line.tsx'
import { useWords } from '../../state/words.tsx'
import { LocalPort } from './local-port.tsx'
import type { MailRow as Row } from './mail-rows.ts'
import './mail-row.css'
import { placeWords, serviceName } from './service-words.ts'

/** One mail port: a check box, the greeting of the mail server, and the local port for the mail app. */
export const MailRow = ({
  account,
  row,
  forward,
  otherPorts,
  found,
  problem,
  onChange,
}: {
  readonly account: Account
  readonly row: Row
  /** The account's own forward that the row shows. */
  readonly forward: LocalForward | undefined
  readonly otherPorts: readonly number[]
  readonly found: FoundMailService | undefined
  /** The reason for which the local port was refused. */
  readonly problem: string | undefined
  readonly onChange: (change: Partial<Row>) => void
}) => {
  const { t } = useWords()
  const name = serviceName(t, row)
  const place = placeWords(t, account, row.destinationHost)
  const mailTls = mailTlsOfRow(row, forward)
  const isOpen = isLastHopOpen(account, { ...row, mailTls })
  return (
    <li className="mail-row">
      <CheckInput isOn={row.isWanted} onChange={(isWanted) => onChange({ isWanted })}>
        <span className="mail-row-name">{name}</span>{' '}
        {row.service !== 'other' && <span className="quiet">{t(`editor.service.${row.service}`)}, </span>}
        <span className="quiet">{place}</span>
      </CheckInput>
      <div className="mail-row-more">
        {found?.answer.ok === true && (
          <p className="quiet">
            {t('accounts.greeting')} <code>{printable(found.answer.greeting)}</code>
          </p>
        )}
        {found?.answer.ok === false && <p className="quiet">{t('setup.mail.silentNow')}</p>}
        {isOpen && (
          <p className="mail-row-open">
            <span className="mail-row-hop">
              <HopLine state="open" />
            </span>
            <span>
              <strong>{t('setup.mail.open')}</strong>{' '}
              {t('setup.mail.openLeg', { server: printable(account.host), host: printable(row.destinationHost) })}
            </span>
          </p>
        )}
        {mailTls !== 'none' && (
          <p className="mail-row-encrypted">
            <span className="mail-row-hop">
              <HopLine state="protected" />
            </span>
            <span>
              <strong>{t('setup.mail.encrypted')}</strong> {t('setup.mail.encryptedBy', { how: t(`mailTls.${mailTls}`) })}
            </span>
          </p>
        )}
        {row.isWanted && (
          <LocalPort
            name={`${name} ${place}`}
            accountId={account.id}
            row={row}
            forward={forward}
            others={otherPorts}
            problem={problem}
            onChange={(bindPort) => onChange({ bindPort })}
          />
        )}
      </div>
    </li>
  )
}
