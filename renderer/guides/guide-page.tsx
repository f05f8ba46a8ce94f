import { useLocation } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { guideClients, type GuideClient } from '../../contract/guide.ts'
import { AccountGone } from '../accounts/account-page.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { Page, Section } from '../layout/page.tsx'
import { useAccount } from '../state/use-tunnel.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { ClientChoice } from './client-choice.tsx'
import { likeliestClient } from './client-choices.ts'
import { GuideView } from './guide-view.tsx'

const isClient = (name: string | undefined): name is GuideClient => guideClients.some((client) => client === name)

/** The guide to set up a mail app for an existing account. */
export const GuidePage = ({ accountId, name }: { readonly accountId: string; readonly name: string | undefined }) => {
  const account = useAccount(accountId)
  return account === undefined ? <AccountGone /> : <GuideShown account={account} name={name} />
}

const GuideShown = ({ account, name }: { readonly account: Account; readonly name: string | undefined }) => {
  const { t } = useWords()
  const [, go] = useLocation()
  const platform = useWindowState(({ about }) => about.platform)
  const client = isClient(name) ? name : likeliestClient(platform)
  const path = `/accounts/${account.id}`
  return (
    <Page title={t('guide.title')} back={path}>
      <p>{t('guide.about', { account: account.name })}</p>
      <ClientChoice value={client} isLabelSeen onChange={(chosen) => go(`${path}/guide/${chosen}`, { replace: true })} />
      <Section title={t(`guides.client.${client}`)}>
        <GuideView account={account} client={client} lackAct={<LinkButton to={`${path}/edit`}>{t('guide.addPorts')}</LinkButton>} />
      </Section>
    </Page>
  )
}
