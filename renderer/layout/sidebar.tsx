import { Link, useRoute } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { useTunnel } from '../state/use-tunnel.ts'
import { markStateOf } from '../../words/mark-state.ts'
import { StateMark } from '../components/state-mark.tsx'
import { useUnfinished } from '../onboarding/use-unfinished.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { places } from './places.ts'
import './sidebar.css'

const AccountLink = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const mark = useTunnel(account.id, markStateOf)
  const state = useTunnel(account.id, (tunnel) => tunnel?.state.name ?? 'stopped')
  const [isHere] = useRoute(`/accounts/${account.id}/*?`)
  return (
    <Link to={`/accounts/${account.id}`} className="sidebar-link" aria-current={isHere ? 'page' : undefined}>
      <StateMark state={mark} />
      <span className="sidebar-name">{account.name}</span>
      <span className="unseen">{t(`nav.state.${state}`)}</span>
    </Link>
  )
}

/** The link is the current one on every page that the pattern `here` matches. */
const PlaceLink = ({ path, here = path, text }: { readonly path: string; readonly here?: string; readonly text: string }) => {
  const [isHere] = useRoute(here)
  return (
    <Link to={path} className="sidebar-link" aria-current={isHere ? 'page' : undefined}>
      {text}
    </Link>
  )
}

/** The left side of a wide window: every account with its state, and the other pages. */
export const Sidebar = () => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const unfinished = useUnfinished()
  return (
    <nav className="sidebar" aria-label={t('nav.label')}>
      <PlaceLink path="/" text={t('nav.accounts')} />
      <ul>
        {accounts.map((account) => (
          <li key={account.id}>
            <AccountLink account={account} />
          </li>
        ))}
        <li>
          <PlaceLink path="/setup" here="/setup/:step?" text={t(unfinished === undefined ? 'nav.add' : 'nav.goOnAdding')} />
        </li>
      </ul>
      <ul className="sidebar-places">
        {places.map(({ path, name }) => (
          <li key={path}>
            <PlaceLink path={path} text={t(`nav.${name}`)} />
          </li>
        ))}
      </ul>
    </nav>
  )
}
