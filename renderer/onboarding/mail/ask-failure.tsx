import type { Account } from '../../../contract/account.ts'
import { failureCategories, type Failure } from '../../../contract/failure.ts'
import { FailurePlace } from '../../accounts/failure-acts.tsx'
import { stepFor } from '../../../words/next-act.ts'
import { Button } from '../../components/button.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useWords } from '../../state/words.tsx'
import { pathOfStep } from '../use-onboarding.ts'
import './mail-step.css'

/** The failure of the search for mail ports, with a button to try again, and a link to the step that can remove the cause. */
export const AskFailure = ({
  account,
  failure,
  onAgain,
}: {
  readonly account: Account
  readonly failure: Failure
  readonly onAgain: () => void
}) => {
  const { t } = useWords()
  return (
    <FailureNotice failure={failure}>
      <div className="mail-step-acts">
        <Button onPress={onAgain}>{t('common.tryAgain')}</Button>
        {stepFor(failure) === 'host-key' && <FailurePlace accountId={account.id} step="host-key" />}
        {failureCategories[failure.code] === 'log-in' && <LinkButton to={pathOfStep('key')}>{t('setup.mail.toKey')}</LinkButton>}
        {failureCategories[failure.code] === 'network' && (
          <LinkButton to={pathOfStep('server')}>{t('setup.mail.toServer')}</LinkButton>
        )}
      </div>
    </FailureNotice>
  )
}
