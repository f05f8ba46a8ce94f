import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import { failureText } from '../../words/failure-text.ts'
import { adviceWords, certificateWords } from '../../words/greeting-check-words.ts'
import { printable } from '../../words/printable.ts'
import { LinkButton } from '../components/link-button.tsx'
import { useWords } from '../state/words.tsx'
import './greeting.css'
import { FailurePlace } from './failure-acts.tsx'
import { stepFor } from '../../words/next-act.ts'

/** The failure of one forward, in its row. */
export const WrongWithForward = ({ account, failure }: { readonly account: Account; readonly failure: Failure }) => {
  const { t } = useWords()
  const { message, next } = failureText(t, failure)
  return (
    <div className="greeting-wrong" role="alert">
      <p className="greeting-message">{message}</p>
      <p className="quiet">{next}</p>
      {stepFor(failure) === 'edit' && <LinkButton to={`/accounts/${account.id}/edit`}>{t('accounts.step.edit')}</LinkButton>}
      {stepFor(failure) === 'certificate' && <FailurePlace accountId={account.id} step="certificate" />}
    </div>
  )
}

/** The mail server's greeting through the forward, or the failure of the check. */
export const Greeting = ({ account, greeting }: { readonly account: Account; readonly greeting: GreetingCheck }) => {
  const { t } = useWords()
  if (!greeting.ok) return <WrongWithForward account={account} failure={greeting.failure} />
  const advice = adviceWords(t, greeting)
  const certificate = certificateWords(t, greeting)
  return (
    <div className="greeting" role="status">
      <p>
        {t(greeting.recognised === 'unknown' ? 'accounts.greetingOfOther' : 'accounts.greeting')}{' '}
        <code className="greeting-text">{printable(greeting.greeting)}</code>
      </p>
      {certificate !== undefined && <p className="quiet">{certificate}</p>}
      {advice !== undefined && (
        <>
          <p className="greeting-advice">{advice.message}</p>
          <p className="quiet">{advice.next}</p>
        </>
      )}
    </div>
  )
}
