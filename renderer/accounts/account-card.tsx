import { Link } from 'wouter'
import type { Account } from '../../contract/account.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { forwardName, lightsWords } from '../../words/forward-words.ts'
import { formatRate } from '../../words/units.ts'
import { Button } from '../components/button.tsx'
import { hasTrouble, markStateOf } from '../../words/mark-state.ts'
import { FailureNotice } from '../components/notice.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import { ByteCount } from '../traffic/byte-count.tsx'
import './account-card.css'
import { FailurePlace, logOf } from './failure-acts.tsx'
import { accountFailureText } from './failure-words.ts'
import { failureOfState, lookOfAct, nextAct } from '../../words/next-act.ts'
import { StateLine } from './state-line.tsx'
import { useConnectionActs } from './use-connection-acts.ts'

/** The traffic of the account, or its failure instead. */
const Through = ({ account, tunnel }: { readonly account: Account; readonly tunnel: TunnelStatus | undefined }) => {
  const { t, language } = useWords()
  const failure = failureOfState(tunnel?.state)
  if (failure !== undefined) {
    const { message, next } = accountFailureText(t, failure)
    return (
      <div className="account-card-failure">
        <p>{message}</p>
        <p className="quiet">{next}</p>
        <Link to={logOf(account)} className="account-card-details" aria-label={t('accounts.detailsOf', { account: account.name })}>
          {t('accounts.details')}
        </Link>
      </div>
    )
  }
  const names = account.forwards.filter(({ enabled }) => enabled).map((forward) => forwardName(t, forward))
  const troubled = tunnel?.forwards.filter(hasTrouble) ?? []
  const { bytesIn = 0, bytesOut = 0, rateIn1s = 0, rateOut1s = 0 } = tunnel?.traffic ?? {}
  const rate = rateIn1s + rateOut1s
  return (
    <>
      <p className="account-card-through">
        <span>{names.length === 0 ? t('accounts.noForwards') : names.join(', ')}</span>
        {bytesIn + bytesOut > 0 && (
          <span className="account-card-traffic">
            <ByteCount bytes={bytesIn + bytesOut} />
            {rate > 0 && <span className="quiet"> {formatRate(rate, language)}</span>}
          </span>
        )}
      </p>
      {troubled.map((forward) => (
        <p key={forward.id} className="account-card-trouble">
          {t('accounts.forwardTrouble', {
            forward: forwardName(t, forward),
            trouble: lightsWords(t, forward.listener, forward.lights).words,
          })}
        </p>
      ))}
    </>
  )
}

/** An account in the list: its mark, name, state, traffic and one button. The name is a link to the account's page. */
export const AccountCard = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const tunnel = useTunnel(account.id, (status) => status)
  const { run, isBusy, failure } = useConnectionActs(account.id)
  const act = nextAct(tunnel?.state)
  return (
    <li className="account-card">
      <StateMark state={markStateOf(tunnel)} />
      <div className="account-card-head">
        <h2>
          <Link to={`/accounts/${account.id}`} className="account-card-name">
            {account.name}
          </Link>
        </h2>
        <StateLine accountId={account.id} name={account.name} />
      </div>
      <div className="account-card-act">
        {act === 'host-key' || act === 'certificate' || act === 'edit' ? (
          <FailurePlace accountId={account.id} step={act} />
        ) : (
          <Button
            look={lookOfAct(act, tunnel?.state)}
            isPending={isBusy}
            onPress={() => void run(act)}
            aria-label={t(`accounts.actOf.${act}`, { account: account.name })}
          >
            {t(`accounts.act.${act}`)}
          </Button>
        )}
      </div>
      <div className="account-card-body">
        <p className="quiet">{`${account.user}@${account.host}`}</p>
        <Through account={account} tunnel={tunnel} />
        {failure !== undefined && <FailureNotice failure={failure} />}
      </div>
    </li>
  )
}
