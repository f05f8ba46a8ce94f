import { Fragment } from 'react'
import type { Certificate } from '../../contract/mail-tls.ts'
import { printable } from '../../words/printable.ts'
import { CopyButton } from '../components/copy-button.tsx'
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
      {names.length > 0 && (
        <>
          <dt>{t('certificates.fact.names')}</dt>
          <dd>{names.map(printable).join(', ')}</dd>
        </>
      )}
      <dt>{t('certificates.fact.issuer')}</dt>
      <dd>{printable(issuer)}</dd>
      <dt>{t('certificates.fact.valid')}</dt>
      <dd>{t('certificates.fact.validDates', { from: validFrom, to: validTo })}</dd>
      <dt>{t('certificates.fact.fingerprint')}</dt>
      <dd>
        <span className="copyable">
          <code>
            {fingerprint.split(':').map((pair, index) => (
              // A pair has no other name than its place. A line breaks between pairs.
              <Fragment key={index}>
                {index > 0 && (
                  <>
                    :<wbr />
                  </>
                )}
                {pair}
              </Fragment>
            ))}
          </code>
          <CopyButton text={fingerprint} what={t('hostTrust.fingerprint')} />
        </span>
      </dd>
    </dl>
  )
}
