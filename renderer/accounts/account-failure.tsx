import { Link } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import './account-failure.css'
import { FailurePlace, logOf } from './failure-acts.tsx'
import { accountFailureText } from './failure-words.ts'
import { failureOfState, stepFor } from '../../words/next-act.ts'
import { OfflineNotice } from './offline-notice.tsx'
import { useConnectionActs } from './use-connection-acts.ts'

/** The failure of the tunnel, with the next step as a button. "Try again" stands beside a next step that is not a retry. */
export const AccountFailure = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const failure = useTunnel(account.id, (tunnel) => failureOfState(tunnel?.state))
  const beforeOffline = useTunnel(account.id, (tunnel) => (tunnel?.state.name === 'offline' ? tunnel.state.failure : undefined))
  const { run, isBusy, failure: refusal } = useConnectionActs(account.id)
  if (beforeOffline !== undefined) return <OfflineNotice account={account} failure={beforeOffline} />
  if (failure === undefined) return <AccountAdvice account={account} />
  const step = stepFor(failure)
  const { message, next } = accountFailureText(t, failure)
  return (
    <Notice look="trouble" title={message} isLive>
      <p>{next}</p>
      <div className="account-failure-acts">
        {step !== 'retry' && <FailurePlace accountId={account.id} step={step} />}
        <Button look={step === 'retry' ? 'act' : 'plain'} isPending={isBusy} onPress={() => void run('retry')}>
          {t('accounts.act.retry')}
        </Button>
        <Link to={logOf(account)} aria-label={t('accounts.detailsOf', { account: account.name })}>
          {t('accounts.details')}
        </Link>
      </div>
      {refusal !== undefined && <FailureNotice failure={refusal} />}
    </Notice>
  )
}

/** What the person should change although the tunnel connects again by itself. */
const AccountAdvice = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const advice = useTunnel(account.id, (tunnel) => tunnel?.advice)
  if (advice === undefined) return null
  const { message, next } = accountFailureText(t, advice)
  const step = stepFor(advice)
  return (
    <Notice look="wait" title={message} isLive>
      <p>{next}</p>
      {step !== 'retry' && (
        <div>
          <FailurePlace accountId={account.id} step={step} />
        </div>
      )}
    </Notice>
  )
}
