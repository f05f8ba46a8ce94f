import type { Account } from '../../contract/account.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import { appFaultWords, forwardName, hostAndPort } from '../../words/forward-words.ts'
import { stepFor } from '../../words/next-act.ts'
import { printable } from '../../words/printable.ts'
import { Copyable, CopyButton } from '../components/copy-button.tsx'
import { useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import './forward-row.css'
import { ForwardTrafficTable } from './forward-traffic-table.tsx'
import { Greeting, WrongWithForward } from './greeting.tsx'
import type { Lights } from '../../contract/tunnel-state.ts'
import './forward-lights.css'
import { lightsOf, type Light } from './light-words.ts'

/** A full disc, a ring or a cross: they differ without colours, too. */
const LightShape = ({ look }: { readonly look: Light['look'] }) => (
  <svg className={`forward-lights-shape forward-lights-${look}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    {look === 'ok' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
    {look === 'quiet' && <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />}
    {look === 'trouble' && <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.5" />}
  </svg>
)

const ForwardLights = ({ lights }: { readonly lights: Lights }) => {
  const { t } = useWords()
  return (
    <ul className="forward-lights" aria-label={t('accounts.lights')}>
      {lightsOf(t, lights).map(({ name, look, words }) => (
        <li key={name} className="forward-lights-light">
          <LightShape look={look} />
          {words}
        </li>
      ))}
    </ul>
  )
}

/** One forward: its name and ends, its lights, the connected programs and the traffic. */
export const ForwardRow = ({
  account,
  forward,
  greeting,
}: {
  readonly account: Account
  readonly forward: LocalForward
  /** The result of the last test. */
  readonly greeting: GreetingCheck | undefined
}) => {
  const { t } = useWords()
  const status = useTunnel(account.id, (tunnel) => tunnel?.forwards.find(({ id }) => id === forward.id))
  const name = forwardName(t, forward)
  const destination = hostAndPort(printable(forward.destinationHost), forward.destinationPort)
  const { openConnections = 0, refusedConnections = 0 } = status?.traffic ?? {}
  const programs = status?.programs ?? []
  const appFault = status === undefined ? undefined : appFaultWords(t, status)
  return (
    <li className="forward-row" aria-label={name}>
      <div className="forward-row-head">
        <h3>
          {name}
          {!forward.enabled && <span className="quiet"> {t('accounts.off')}</span>}
        </h3>
        <Copyable text={hostAndPort(forward.bindAddress, forward.bindPort)} what={t('accounts.addressOf', { forward: name })} />
        <span className="forward-row-to">
          <span className="quiet">{t('accounts.goesTo', { destination })}</span>
          <CopyButton text={destination} what={t('accounts.destinationOf', { forward: name })} />
        </span>
      </div>
      {status?.listener.name === 'failed' && <WrongWithForward account={account} failure={status.listener.failure} />}
      {status !== undefined && status.listener.name !== 'failed' && <ForwardLights lights={status.lights} />}
      {status?.failure !== undefined &&
        (stepFor(status.failure) === 'certificate' || status.failure.code === 'mail-tls-failed') && (
          <WrongWithForward account={account} failure={status.failure} />
        )}
      {appFault !== undefined && <p className="forward-row-refused">{appFault}</p>}
      {greeting !== undefined && <Greeting account={account} greeting={greeting} />}
      {status !== undefined && status.listener.name !== 'failed' && (
        <p>
          {t('accounts.open', { count: openConnections })}
          {programs.length > 0 && `: ${programs.map(printable).join(', ')}`}
        </p>
      )}
      {refusedConnections > 0 && <p className="forward-row-refused">{t('accounts.refused', { count: refusedConnections })}</p>}
      {forward.enabled && (
        <ForwardTrafficTable accountId={account.id} forwardId={forward.id} name={name} traffic={status?.traffic} />
      )}
    </li>
  )
}
