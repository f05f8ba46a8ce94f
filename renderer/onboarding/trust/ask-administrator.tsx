import type { HostKeyOffer } from '../../../contract/host-key.ts'
import { hostKeyCommand } from '../../../words/host-key-command.ts'
import { Copyable, CopyButton } from '../../components/copy-button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { useWords } from '../../state/words.tsx'
import { mailtoOf } from '../install/ready-mail.ts'
import { serverAddress } from '../server-address.ts'
import './ask-administrator.css'

/**
 * A ready text to the server's administrator, with the command to run there.
 *
 * SECURITY: the text does not contain the fingerprint, since an administrator who reads one may confirm it without a check.
 */
export const AskAdministrator = ({ hostKey }: Pick<HostKeyOffer, 'hostKey'>) => {
  const { t } = useWords()
  const command = hostKeyCommand(hostKey.type)
  const server = serverAddress(hostKey)
  const subject = t('setup.trust.mail.subject', { server })
  const body = t('setup.trust.mail.body', { server, command })
  return (
    <Disclosure title={t('setup.trust.ask')}>
      <p>{t('setup.trust.askHow')}</p>
      <Copyable text={command} what={t('hostTrust.command')} />
      <figure className="ask-administrator-text">
        <figcaption className="quiet">{t('setup.trust.text')}</figcaption>
        <pre>{body}</pre>
      </figure>
      <div className="ask-administrator-acts">
        <CopyButton text={body} what={t('setup.trust.textName')} />
        <a className="button button-plain button-link" href={mailtoOf({ subject, body })}>
          {t('setup.trust.openMail')}
        </a>
      </div>
    </Disclosure>
  )
}
