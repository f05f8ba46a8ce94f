import type { Account } from '../../contract/account.ts'
import { forwardName } from '../../words/forward-words.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { lastLegText, legText, type LegText } from './hop-texts.ts'
import { lastLegsOf, type Hop } from './hops.ts'
import './hop-list.css'

/** The way, down the page: a station, the leg after it with all that is to be said of it, and the next station. */
export const LegList = ({ account, legs }: { readonly account: Account; readonly legs: readonly Hop[] }) => {
  const { t } = useWords()
  const platform = useWindowState((state) => state.about.platform)
  const sshServer = legs.findIndex(({ kind }) => kind === 'toMailServer')
  const first = legs[0]
  return (
    <ol className="leg-list">
      {first !== undefined && <li className="leg-list-station">{first.from.name}</li>}
      {legs.map((leg, index) => {
        const text = legText(t, leg, { platform, isToSshServer: index === sshServer - 1 })
        return (
          <li key={index}>
            {text === undefined ? (
              lastLegsOf(account).map((last) => (
                <LegBlock
                  key={last.kind}
                  state={last.kind === 'open' ? 'open' : 'protected'}
                  title={last.forwards.map((forward) => forwardName(t, forward)).join(', ')}
                  text={lastLegText(t, last, { host: account.host })}
                />
              ))
            ) : (
              <LegBlock state={leg.state} text={text} />
            )}
            <p className="leg-list-station">
              {leg.to.name}
              {leg.kind !== 'toMailServer' && leg.to.detail !== undefined && (
                <>
                  {' '}
                  <span className="leg-list-detail">{leg.to.detail}</span>
                </>
              )}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

const LegBlock = ({
  state,
  title,
  text,
}: {
  readonly state: Hop['state']
  /** Which forwards it is about, where not all of them. */
  readonly title?: string
  readonly text: LegText
}) => {
  const { t } = useWords()
  const word = t(state === 'open' ? 'protects.state.open' : 'protects.state.protected')
  return (
    <div className={`leg-list-leg leg-list-${state}`}>
      <p className="leg-list-state">{title === undefined ? word : `${title}: ${word.toLocaleLowerCase()}`}</p>
      <dl>
        <dt>{t('protects.protects')}</dt>
        {text.protects.map((sentence) => (
          <dd key={sentence}>{sentence}</dd>
        ))}
        <dt>{t('protects.leaves')}</dt>
        <dd>{text.leaves}</dd>
      </dl>
    </div>
  )
}
