import type { Account } from '../../contract/account.ts'
import { forwardName, hostAndPort } from '../../words/forward-words.ts'
import { AccountGone } from '../accounts/account-page.tsx'
import { Empty } from '../components/empty.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { RouteLine } from '../components/route-line.tsx'
import { Page, Section } from '../layout/page.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { HopList } from './hop-list.tsx'
import { lastHopsOf, hopsOfForward, routeOfHops } from './hops.ts'
import './protects-page.css'

/** The page about the protections of Postern and their limits (recipe R25), with the account's own values. */
export const ProtectsPage = ({ accountId }: { readonly accountId: string }) => {
  const account = useWindowState((state) => state.accounts.find(({ id }) => id === accountId))
  return account === undefined ? <AccountGone /> : <ProtectsOf account={account} />
}

const ProtectsOf = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const routes = lastHopsOf(account).flatMap(({ kind, forwards }) =>
    forwards.map((forward) => ({ kind, forward, hops: hopsOfForward(t, { account, accounts }, forward) })),
  )
  const [first] = routes
  return (
    <Page title={t('protects.titleOf', { account: account.name })} back={`/accounts/${account.id}`}>
      <p>{t('protects.intro')}</p>
      <ul className="protects-legend quiet">
        <li className="protects-double">{t('protects.legendProtected')}</li>
        <li className="protects-dashed">{t('protects.legendOpen')}</li>
      </ul>
      {first === undefined ? (
        <Empty title={t('protects.noForwards')}>
          <LinkButton to={`/accounts/${account.id}/edit`}>{t('protects.addPorts')}</LinkButton>
        </Empty>
      ) : (
        <>
          <Section title={t('protects.ways')}>
            {routes.map(({ kind, forward, hops }) => (
              <figure key={forward.id} className="protects-route">
                <figcaption>
                  <h3>
                    {forwardName(t, forward)}{' '}
                    <span className="protects-address">{hostAndPort(forward.bindAddress, forward.bindPort)}</span>
                  </h3>
                  <p>{t(`protects.verdict.${kind}`, { host: account.host })}</p>
                </figcaption>
                <RouteLine route={routeOfHops(hops)} />
              </figure>
            ))}
          </Section>
          <Section title={t('protects.legs')}>
            <HopList account={account} hops={first.hops} />
          </Section>
        </>
      )}
      <Section title={t('protects.notDone')}>
        <ul className="protects-not">
          <li>{t('protects.not.spam')}</li>
          <li>{t('protects.not.hide', { host: account.host })}</li>
          <li>{t('protects.not.stored')}</li>
          <li>{t('protects.not.sender')}</li>
        </ul>
      </Section>
    </Page>
  )
}
