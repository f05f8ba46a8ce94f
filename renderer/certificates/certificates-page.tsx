import { useState } from 'react'
import type { PinnedCertificate } from '../../contract/mail-tls.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { RemoveDialog } from '../components/remove-dialog.tsx'
import { say } from '../components/toasts.tsx'
import { Page } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import { CertificateReasons } from './certificate-reasons.tsx'
import '../host-trust/trust-list.css'
import './certificates-page.css'

const nameOf = ({ destination: { host, port } }: PinnedCertificate): string => hostAndPort(printable(host), port)
const keyOf = ({ destination: { sshHost, sshPort, host, port } }: PinnedCertificate): string =>
  [sshHost, sshPort, host, port].join(' ')

/** The certificates of mail servers that no authority stands for, and that are trusted all the same. */
export const CertificatesPage = () => {
  const { t } = useWords()
  const [leaving, setLeaving] = useState<PinnedCertificate>()
  const { answer: pins, failure, again } = useRequest('listCertificates', {})
  return (
    <Page title={t('nav.certificates')} back="/">
      <p>{t('certificates.list.about')}</p>
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {pins === undefined && failure === undefined && <p className="quiet">{t('certificates.list.loading')}</p>}
      {pins?.length === 0 && (
        <Empty title={t('certificates.list.empty')}>
          <p>{t('certificates.list.emptyNext')}</p>
        </Empty>
      )}
      {pins !== undefined && pins.length > 0 && (
        <ul className="trust-list">
          {pins.map((pin) => (
            <CertificateRow key={keyOf(pin)} pin={pin} onRemove={() => setLeaving(pin)} />
          ))}
        </ul>
      )}
      {leaving !== undefined && (
        <RemoveDialog
          title={t('certificates.remove.title', { server: nameOf(leaving) })}
          act={t('certificates.remove.act')}
          remove={() => call('removeCertificate', { destination: leaving.destination })}
          onClose={() => setLeaving(undefined)}
          onRemoved={() => {
            setLeaving(undefined)
            say({ text: t('certificates.remove.done', { server: nameOf(leaving) }) })
            again()
          }}
        >
          {t(`certificates.remove.what.${leaving.by}`)}
        </RemoveDialog>
      )}
    </Page>
  )
}

const CertificateRow = ({ pin, onRemove }: { readonly pin: PinnedCertificate; readonly onRemove: () => void }) => {
  const { t } = useWords()
  const { destination, certificate, faults, by, pinnedAt } = pin
  const name = nameOf(pin)
  const isExpired = new Date(certificate.validTo).getTime() < Date.now()
  return (
    <li className="trust-list-row">
      <div className="trust-list-head">
        <strong>{name}</strong>
        <Button look="quiet" onPress={onRemove} aria-label={t('certificates.list.removeWhich', { server: name })}>
          {t('common.remove')}
        </Button>
      </div>
      <p className="quiet">
        {t('certificates.list.through', { server: hostAndPort(printable(destination.sshHost), destination.sshPort) })}
      </p>
      <p className="quiet">{t(`certificates.list.by.${by}`, { date: pinnedAt })}</p>
      {isExpired && <p className="certificates-expired">{t('certificates.list.expired', { since: certificate.validTo })}</p>}
      <Disclosure title={t('certificates.list.details')}>
        <CertificateFacts certificate={certificate} />
        <CertificateReasons certificate={certificate} faults={faults} />
      </Disclosure>
    </li>
  )
}
