import type { Certificate } from '../../contract/mail-tls.ts'
import { printable } from '../../words/printable.ts'
import { Copyable } from '../components/copy-button.tsx'
import { useWords } from '../state/words.tsx'
import './certificate-facts.css'

/** The values of a certificate by which a person can recognise it. */
export const CertificateFacts = ({ certificate }: { readonly certificate: Certificate }) => {
  const { t } = useWords()
  const { subject, issuer, names, validFrom, validTo, fingerprint } = certificate
  return (
    <dl className="certificate-facts">
      <dt>{t('certificates.fact.subject')}</dt>
      <dd>{printable(subject)}</dd>
      <dt>{t('certificates.fact.names')}</dt>
      <dd>{names.length === 0 ? t('word.nothing') : names.map(printable).join(', ')}</dd>
      <dt>{t('certificates.fact.issuer')}</dt>
      <dd>{printable(issuer)}</dd>
      <dt>{t('certificates.fact.valid')}</dt>
      <dd>{t('certificates.fact.validDates', { from: validFrom, to: validTo })}</dd>
      <dt>{t('certificates.fact.fingerprint')}</dt>
      <dd>
        <Copyable text={fingerprint} what={t('hostTrust.fingerprint')} />
      </dd>
    </dl>
  )
}
