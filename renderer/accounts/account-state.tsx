import type { Account } from '../../contract/account.ts'
import { markStateOf } from '../../words/mark-state.ts'
import { StateMark } from '../components/state-mark.tsx'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import './account-state.css'
import { StateLine } from './state-line.tsx'
import { localeTags, type Language } from '../../words/language.ts'

/** A moment in local time: only the time if it is today, and with the day otherwise. */
const formatMoment = (moment: Date, { now, language }: { readonly now: Date; readonly language: Language }): string => {
  const isToday = moment.toDateString() === now.toDateString()
  return new Intl.DateTimeFormat(localeTags[language], {
    ...(isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment)
}

/** The large state on the account's page. A screen reader reads each change of the state, and not the running times. */
export const AccountState = ({ account }: { readonly account: Account }) => {
  const { t, language } = useWords()
  const mark = useTunnel(account.id, markStateOf)
  const name = useTunnel(account.id, (tunnel) => tunnel?.state.name ?? 'stopped')
  const since = useTunnel(account.id, (tunnel) => (tunnel?.state.name === 'connected' ? tunnel.state.since : undefined))
  return (
    <div className="account-state">
      <p className="account-state-words">
        <StateMark state={mark} size={32} />
        <StateLine accountId={account.id} name={account.name} />
      </p>
      {since !== undefined && (
        <p className="quiet">{t('accounts.since', { time: formatMoment(new Date(since), { now: new Date(), language }) })}</p>
      )}
      <span role="status" className="unseen">
        {`${account.name}: ${t(`nav.state.${name}`)}`}
      </span>
    </div>
  )
}
