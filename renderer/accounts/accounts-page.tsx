import { LinkButton } from '../components/link-button.tsx'
import { Page } from '../layout/page.tsx'
import { UnfinishedNotice } from '../onboarding/unfinished-notice.tsx'
import { useUnfinished } from '../onboarding/use-unfinished.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { AccountCard } from './account-card.tsx'
import './accounts-page.css'
import { NoAccounts } from './no-accounts.tsx'

/** The list of all accounts: the first page of the window. */
export const AccountsPage = () => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const unfinished = useUnfinished()
  if (accounts.length === 0) return <NoAccounts />
  return (
    <Page title={t('nav.accounts')}>
      <UnfinishedNotice />
      <ul className="accounts-page-list">
        {accounts.map((account) => (
          <AccountCard key={account.id} account={account} />
        ))}
      </ul>
      <div className="accounts-page-add">
        <LinkButton to="/setup">{t(unfinished === undefined ? 'nav.add' : 'nav.goOnAdding')}</LinkButton>
      </div>
    </Page>
  )
}
