import { useState } from 'react'
import type { ShownQuestion } from '../../contract/question.ts'
import { certificateCommand } from '../../words/certificate-command.ts'
import { printable } from '../../words/printable.ts'
import { CertificateFacts } from '../certificates/certificate-facts.tsx'
import { CertificateReasons } from '../certificates/certificate-reasons.tsx'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts } from '../components/dialog.tsx'
import type { Comparison } from '../host-trust/compare-fingerprint.ts'
import { CompareInput } from '../host-trust/compare-input.tsx'
import { useWords } from '../state/words.tsx'
import type { SendAnswer } from './send-answer.ts'

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
  const [comparison, setComparison] = useState<Comparison>('empty')
  return (
    <>
      <p>{t('prompts.certificate.first', { account, destination: printable(destination), name: printable(name) })}</p>
      <CertificateReasons certificate={certificate} faults={faults} />
      <CertificateFacts certificate={certificate} />
      <div>
        <p>{t('prompts.certificate.how')}</p>
        <Copyable text={certificateCommand} what={t('hostTrust.command')} />
      </div>
      <CompareInput
        of="certificates"
        fingerprint={certificate.fingerprint}
        description={t('prompts.hostKey.compareIf')}
        onCompared={setComparison}
      />
      <Acts>
        <Button onPress={() => send({ kind: 'declined' })} isDisabled={isBusy}>
          {t('prompts.certificate.refuse')}
        </Button>
        {/* SECURITY: a pasted fingerprint that differs disables the button. */}
        <Button
          look={comparison === 'same' ? 'act' : 'plain'}
          onPress={() => send({ kind: 'certificate', trust: true })}
          isDisabled={isBusy || comparison === 'different' || comparison === 'unclear'}
        >
          {t('prompts.certificate.trust')}
        </Button>
      </Acts>
    </>
  )
}
