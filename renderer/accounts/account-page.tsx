import { Link, useLocation } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { Page, Section } from '../layout/page.tsx'
import { UnfinishedNotice } from '../onboarding/unfinished-notice.tsx'
import { useAccount, useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import { AccountFailure } from './account-failure.tsx'
import './account-page.css'
import { AccountState } from './account-state.tsx'
import { logOf } from './failure-acts.tsx'
import { ForwardList } from './forward-list.tsx'
import { MailTlsOffer } from './mail-tls-offer.tsx'
import { connectionAct, lookOfAct } from '../../words/next-act.ts'
import { useConnectionActs } from './use-connection-acts.ts'
import { useRemoveAccount } from './use-remove-account.ts'
import { RouteLine } from '../components/route-line.tsx'
import { useWindowState } from '../state/window-state.ts'
import { routeOfAccount } from './route-of-account.ts'

/** An account in full: its state, the route of its mail, and each forward with its traffic. */
export const AccountPage = ({ accountId }: { readonly accountId: string }) => {
  const account = useAccount(accountId)
  return account === undefined ? <AccountGone /> : <AccountShown account={account} />
}

export const AccountGone = () => {
  const { t } = useWords()
  return (
    <Page title={t('accounts.gone.title')} back="/">
      <p>{t('accounts.gone.about')}</p>
      <div>
        <LinkButton to="/" look="act">
          {t('accounts.gone.toList')}
        </LinkButton>
      </div>
    </Page>
  )
}

const AccountShown = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const state = useTunnel(account.id, (tunnel) => tunnel?.state)
  const { run, isBusy, failure } = useConnectionActs(account.id)
  const [, go] = useLocation()
  const removal = useRemoveAccount(account, () => go('/'))
  const act = connectionAct(state)
  const path = `/accounts/${account.id}`
  return (
    <Page
      title={account.name}
      back="/"
      acts={
        <>
          <LinkButton to={`${path}/edit`}>{t('accounts.edit')}</LinkButton>
          {state?.name === 'waiting' && <Button onPress={() => void run('disconnect')}>{t('accounts.act.disconnect')}</Button>}
          <Button look={lookOfAct(act, state)} isPending={isBusy} onPress={() => void run(act)}>
            {t(`accounts.act.${act}`)}
          </Button>
        </>
      }
    >
      <UnfinishedNotice accountId={account.id} />
      <div className="account-page-head">
        <AccountState account={account} />
        <Copyable text={`${account.user}@${hostAndPort(account.host, account.port)}`} what={t('accounts.server')} />
      </div>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <AccountFailure account={account} />
      <AccountRoute account={account} />
      <MailTlsOffer account={account} />
      <ForwardList account={account} />
      <Section title={t('accounts.more')}>
        <ul className="account-page-more">
          <li>
            <Link to={`${path}/guide`}>{t('accounts.guide')}</Link>
          </li>
          <li>
            <Link to={`${path}/traffic`}>{t('accounts.history')}</Link>
          </li>
          <li>
            <Link to={`${path}/protects`}>{t('accounts.protects')}</Link>
          </li>
          <li>
            <Link to={logOf(account)}>{t('accounts.log')}</Link>
          </li>
          <li>
            <Link to={`${path}/export`}>{t('accounts.export')}</Link>
          </li>
        </ul>
        {removal.failure !== undefined && <FailureNotice failure={removal.failure} />}
        <div>
          {/* Not pending meanwhile: react-aria announces that by a reference to the button, which is gone a moment later. */}
          <Button look="danger" onPress={() => void removal.run()}>
            {t('accounts.remove')}
          </Button>
        </div>
      </Section>
    </Page>
  )
}

/** The route of the account's mail as it is now. Traffic counts do not redraw it. */
const AccountRoute = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const tunnel = useTunnel(account.id, (status) =>
    status === undefined
      ? undefined
      : {
          state: status.state,
          forwards: status.forwards.map(({ listener, lights, programs }) => ({ listener, lights, programs })),
        },
  )
  const route = routeOfAccount(t, { account, accounts, tunnel })
  const hop = route.hops.at(-1)
  return (
    <div>
      <RouteLine route={route} />
      {hop === 'open' && <p className="quiet">{t('accounts.openLeg')}</p>}
    </div>
  )
}
