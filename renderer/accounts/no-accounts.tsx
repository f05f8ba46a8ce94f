import { LinkButton } from '../components/link-button.tsx'
import { RouteLine, type MailRoute } from '../components/route-line.tsx'
import { Page } from '../layout/page.tsx'
import { UnfinishedNotice } from '../onboarding/unfinished-notice.tsx'
import { useUnfinished } from '../onboarding/use-unfinished.ts'
import { useWords } from '../state/words.tsx'
import './no-accounts.css'

/** The page before the first account: the purpose of Postern, and the next step. */
export const NoAccounts = () => {
  const { t } = useWords()
  const unfinished = useUnfinished()
  const route: MailRoute = {
    stations: [
      { name: t('way.mailApp') },
      { name: t('way.thisComputer') },
      { name: t('way.sshServer') },
      { name: t('way.mailServer', { count: 1 }) },
    ],
    hops: ['protected', 'protected', 'protected'],
  }
  return (
    <Page title={t('accounts.none.title')}>
      <p className="no-accounts-about">{t('accounts.none.about')}</p>
      <RouteLine route={route} />
      <p className="no-accounts-about quiet">{t('accounts.none.needs')}</p>
      {unfinished === undefined ? (
        <div>
          <LinkButton look="act" to="/setup">
            {t('accounts.none.add')}
          </LinkButton>
        </div>
      ) : (
        <UnfinishedNotice />
      )}
    </Page>
  )
}
