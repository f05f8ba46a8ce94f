import { assertNever } from '../../contract/assert-never.ts'
import { isTrustQuestion, questionName } from '../../contract/question.ts'
import type { Answer, PendingQuestion } from '../../contract/question.ts'
import { Dialog } from '../components/dialog.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'
import { CertificateQuestion } from './certificate-question.tsx'
import { ChallengeQuestion } from './challenge-question.tsx'
import type { SendAnswer } from './send-answer.ts'
import { HostKeyQuestion } from './host-key-question.tsx'
import { SecretQuestion } from './secret-question.tsx'

/** A dialog with one question. Escape postpones it; only a button answers no. */
export const QuestionDialog = ({
  pending,
  count,
  onLater,
}: {
  readonly pending: PendingQuestion
  readonly count: number
  readonly onLater: () => void
}) => {
  const { t } = useWords()
  const { question } = pending
  const act = useAct((answer: Answer) => call('answerQuestion', { questionId: pending.id, answer }))
  const send: SendAnswer = (answer) => void act.run(answer)
  return (
    <Dialog title={t(`prompts.title.${questionName(question)}`)} onClose={onLater} isAlert={isTrustQuestion(question)}>
      {count > 1 && <p className="quiet">{t('prompts.more', { count: count - 1 })}</p>}
      {act.failure !== undefined && <FailureNotice failure={act.failure} />}
      <QuestionBody question={question} send={send} isBusy={act.isBusy} />
    </Dialog>
  )
}

const QuestionBody = ({
  question,
  send,
  isBusy,
}: {
  readonly question: PendingQuestion['question']
  readonly send: SendAnswer
  readonly isBusy: boolean
}) => {
  switch (question.kind) {
    case 'host-key':
      return <HostKeyQuestion question={question} send={send} isBusy={isBusy} />
    case 'certificate':
      return <CertificateQuestion question={question} send={send} isBusy={isBusy} />
    case 'passphrase':
    case 'password':
      return <SecretQuestion question={question} send={send} isBusy={isBusy} />
    case 'keyboard-interactive':
      return <ChallengeQuestion question={question} send={send} isBusy={isBusy} />
    default:
      return assertNever(question)
  }
}
