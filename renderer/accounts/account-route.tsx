import type { Account } from '../../contract/account.ts'
import { RouteLine } from '../components/route-line.tsx'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { wayOfAccount } from './route-of-account.ts'

/** The way of the account's mail as it is now. What its traffic counts does not redraw it. */
export const AccountRoute = ({ account }: { readonly account: Account }) => {
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
  const way = wayOfAccount(t, { account, accounts, tunnel })
  const leg = way.legs.at(-1)
  return (
    <div>
      <RouteLine way={way} />
      {leg === 'open' && <p className="quiet">{t('accounts.openLeg')}</p>}
    </div>
  )
}
