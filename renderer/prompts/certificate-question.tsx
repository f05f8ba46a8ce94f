import type { ShownQuestion } from '../../contract/question.ts'
import { certificateCommand } from '../../words/certificate-command.ts'
import { printable } from '../../words/printable.ts'
import { CertificateFacts } from '../certificates/certificate-facts.tsx'
import { CertificateReasons } from '../certificates/certificate-reasons.tsx'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'
import { TrustByComparing } from './trust-by-comparing.tsx'

/** The question about a mail server's certificate that does not verify, with all that a person can recognise it by. */
export const CertificateQuestion = ({
  question: { account, destination, name, certificate, faults },
  send,
  isBusy,
}: {
  readonly question: Extract<ShownQuestion, { kind: 'certificate' }>
  readonly send: SendAnswer
  readonly isBusy: boolean
}) => {
  const { t } = useWords()
  return (
    <>
      <p>{t('prompts.certificate.first', { account, destination: printable(destination), name: printable(name) })}</p>
      <CertificateReasons certificate={certificate} faults={faults} />
      <CertificateFacts certificate={certificate} />
      <TrustByComparing
        of="certificates"
        fingerprint={certificate.fingerprint}
        words={{
          how: t('prompts.certificate.how'),
          refuse: t('prompts.certificate.refuse'),
          trust: t('prompts.certificate.trust'),
        }}
        command={certificateCommand}
        isBusy={isBusy}
        onAnswer={(isTrusted) => send(isTrusted ? { kind: 'certificate', trust: true } : { kind: 'declined' })}
      />
    </>
  )
}
