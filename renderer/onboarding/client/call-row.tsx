import type { Account } from '../../../contract/account.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import { forwardName, hostAndPort, lightsWords } from '../../../words/forward-words.ts'
import { WrongWithForward } from '../../accounts/greeting.tsx'
import { Copyable } from '../../components/copy-button.tsx'
import { useTunnel } from '../../state/use-tunnel.ts'
import { useWords } from '../../state/words.tsx'

/** One port at which Postern waits for the mail app: a ring until it calls, then a check mark, with any failure of the forward. */
export const CallRow = ({
  account,
  forward,
  words,
}: {
  readonly account: Account
  readonly forward: LocalForward
  /** The words for the call and its program; undefined until the call. */
  readonly words: string | undefined
}) => {
  const { t } = useWords()
  const status = useTunnel(account.id, (tunnel) => {
    const found = tunnel?.forwards.find(({ id }) => id === forward.id)
    return found && { listener: found.listener, lights: found.lights }
  })
  const name = forwardName(t, forward)
  const lights = status && lightsWords(t, status.listener, status.lights)
  return (
    <li className="first-call-row">
      <svg className={words === undefined ? 'first-call-ring' : 'first-call-mark'} viewBox="0 0 16 16" aria-hidden="true">
        {words === undefined ? (
          <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        ) : (
          <path d="M3 8.5l3.5 3.5L13 4.5" fill="none" stroke="currentColor" strokeWidth="2.5" />
        )}
      </svg>
      <div>
        {words === undefined ? (
          <p>
            {name}{' '}
            <Copyable text={hostAndPort(forward.bindAddress, forward.bindPort)} what={t('accounts.addressOf', { forward: name })} />
          </p>
        ) : (
          <p>{words}</p>
        )}
        {status?.listener.name === 'failed' && <WrongWithForward account={account} failure={status.listener.failure} />}
        {status?.listener.name !== 'failed' && lights?.look === 'trouble' && (
          <p className="first-call-trouble">{t('setup.client.trouble', { trouble: lights.words })}</p>
        )}
      </div>
    </li>
  )
}
