import { Link } from 'wouter'
import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useWords } from '../state/words.tsx'
import { logOf } from './failure-acts.tsx'
import { accountFailureText } from './failure-words.ts'
import { useConnectionActs } from './use-connection-acts.ts'

/**
 * Shows that the account waits until this computer has a network. It is no alarm, because the person need not act. The failure that ended
 * the connection is in a disclosure.
 */
export const OfflineNotice = ({ account, failure }: { readonly account: Account; readonly failure: Failure }) => {
  const { t } = useWords()
  const { run, isBusy, failure: refusal } = useConnectionActs(account.id)
  return (
    <Notice look="quiet" title={t('accounts.offline.title')}>
      <p>{t('accounts.offline.next')}</p>
      <Button isPending={isBusy} onPress={() => void run('retry')}>
        {t('accounts.act.retry')}
      </Button>
      <Disclosure title={t('accounts.offline.before')}>
        <p>{accountFailureText(t, failure).message}</p>
        <Link to={logOf(account)} aria-label={t('accounts.detailsOf', { account: account.name })}>
          {t('accounts.details')}
        </Link>
      </Disclosure>
      {refusal !== undefined && <FailureNotice failure={refusal} />}
    </Notice>
  )
}
