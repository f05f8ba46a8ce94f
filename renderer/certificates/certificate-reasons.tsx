import { certificateReason } from '../../contract/certificate-reason.ts'
import type { Certificate, CertificateFault } from '../../contract/mail-tls.ts'
import { reasonWords } from '../../words/failure-text.ts'
import { useWords } from '../state/words.tsx'
import './certificate-reasons.css'

/** Why a certificate does not verify: each fault on a line of its own, the most serious one first. */
export const CertificateReasons = ({
  certificate,
  faults,
}: {
  readonly certificate: Certificate
  readonly faults: readonly CertificateFault[]
}) => {
  const { t } = useWords()
  return (
    <div>
      <p>{t('certificates.why')}</p>
      <ul className="certificate-reasons">
        {faults.map((fault) => (
          <li key={fault}>{reasonWords(t, certificateReason(fault, certificate))}</li>
        ))}
      </ul>
    </div>
  )
}
