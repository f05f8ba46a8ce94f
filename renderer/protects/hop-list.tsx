import type { Account } from '../../contract/account.ts'
import { forwardName } from '../../words/forward-words.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { lastHopText, hopText, type HopText } from './hop-texts.ts'
import { lastHopsOf, type Hop } from './hops.ts'
import './hop-list.css'

/** The route from top to bottom: each station, then the hop after it, with its protection in words. */
export const HopList = ({ account, hops }: { readonly account: Account; readonly hops: readonly Hop[] }) => {
  const { t } = useWords()
  const tellsOwners = useWindowState((state) => state.about.tellsOwners)
  const sshServer = hops.findIndex(({ kind }) => kind === 'toMailServer')
  const first = hops[0]
  return (
    <ol className="hop-list">
      {first !== undefined && <li className="hop-list-station">{first.from.name}</li>}
      {hops.map((hop, index) => {
        const text = hopText(t, hop, { tellsOwners, isToSshServer: index === sshServer - 1 })
        return (
          <li key={index}>
            {text === undefined ? (
              lastHopsOf(account).map((last) => (
                <HopBlock
                  key={last.kind}
                  state={last.kind === 'open' ? 'open' : 'protected'}
                  title={last.forwards.map((forward) => forwardName(t, forward)).join(', ')}
                  text={lastHopText(t, last, { host: account.host })}
                />
              ))
            ) : (
              <HopBlock state={hop.state} text={text} />
            )}
            <p className="hop-list-station">
              {hop.to.name}
              {hop.kind !== 'toMailServer' && hop.to.detail !== undefined && (
                <>
                  {' '}
                  <span className="hop-list-detail">{hop.to.detail}</span>
                </>
              )}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

const HopBlock = ({
  state,
  title,
  text,
}: {
  readonly state: Hop['state']
  /** The forwards that the text is about, unless it is about all of them. */
  readonly title?: string
  readonly text: HopText
}) => {
  const { t } = useWords()
  const word = t(state === 'open' ? 'protects.state.open' : 'protects.state.protected')
  return (
    <div className={`hop-list-hop hop-list-${state}`}>
      <p className="hop-list-state">{title === undefined ? word : `${title}: ${word.toLocaleLowerCase()}`}</p>
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
