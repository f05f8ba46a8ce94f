import type { ImportedAccount, ImportedForward } from '../../../contract/imported-account.ts'
import { hostAndPort } from '../../../words/forward-words.ts'
import { printable } from '../../../words/printable.ts'
import type { Translate } from '../../../words/translate.ts'
import { Button } from '../../components/button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { useWords } from '../../state/words.tsx'
import { serverAddress } from '../server-address.ts'
import './imported-view.css'

/** The longest list of left-out parts that is open at first. */
const leftOutInSight = 6

/** `POP3: 127.0.0.1:11110 → popserver:110`; without a local port of its own, only the destination. */
const forwardLine = (
  t: Translate,
  { service, bindAddress, bindPort, destinationHost, destinationPort }: ImportedForward,
): string => {
  const to = hostAndPort(printable(destinationHost), destinationPort)
  return `${t(`service.${service}`)}: ${bindPort === undefined ? to : `${hostAndPort(bindAddress, bindPort)} → ${to}`}`
}

/** The values read from a text, the parts left out and why, and the button that accepts them. */
export const ImportedView = ({ imported, onUse }: { readonly imported: ImportedAccount; readonly onUse: () => void }) => {
  const { t } = useWords()
  const { source, name, host, port = 22, user, compression, connect, identityFile, mailUser, forwards, leftOut } = imported
  const facts: readonly (readonly [string, readonly string[]])[] = [
    [t('setup.server.fact.server'), host === undefined ? [] : [serverAddress({ host, port })]],
    [t('setup.server.fact.user'), user === undefined ? [] : [printable(user)]],
    [t('setup.server.fact.forwards'), forwards.map((forward) => forwardLine(t, forward))],
    [t('setup.server.fact.key'), identityFile === undefined ? [] : [printable(identityFile)]],
    [t('setup.server.fact.mailUser'), mailUser === undefined ? [] : [printable(mailUser)]],
  ]
  return (
    <div className="imported-view">
      <p className="quiet">{t(`import.source.${source}`)}</p>
      <dl className="imported-view-facts">
        {facts
          .filter(([, values]) => values.length > 0)
          .map(([fact, values]) => (
            <div key={fact}>
              <dt>{fact}</dt>
              {values.map((value, at) => (
                <dd key={at} className="mono">
                  {value}
                </dd>
              ))}
            </div>
          ))}
        {compression === true && (
          <div>
            <dt>{t('editor.compression')}</dt>
            <dd>{t('word.on')}</dd>
          </div>
        )}
        {connect !== undefined && (
          <div>
            <dt>{t('editor.connect')}</dt>
            <dd>{t(`editor.connectWhen.${connect}`)}</dd>
          </div>
        )}
      </dl>
      {host === undefined && <p>{t('setup.server.noHost')}</p>}
      {leftOut.length > 0 && (
        <Disclosure title={t('setup.server.leftOut', { count: leftOut.length })} isOpenAtFirst={leftOut.length <= leftOutInSight}>
          <ul className="imported-view-left-out">
            {leftOut.map(({ text, reason }, at) => (
              <li key={at}>
                <code>{printable(text)}</code>
                <p className="quiet">{t(`import.leftOut.${reason}`)}</p>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <div>
        <Button onPress={onUse} aria-label={t('setup.server.useWhich', { name: printable(name) })}>
          {t('setup.server.use')}
        </Button>
      </div>
    </div>
  )
}
