import type { Identity } from '../../contract/identity.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import { keyTypeWords } from './key-type-words.ts'
import './keys.css'

/** The facts of a key that Postern keeps: its type, its fingerprint, its file, and whether the file is encrypted. */
export const KeyFacts = ({ identity }: { readonly identity: Identity }) => {
  const { t, language } = useWords()
  const { answer: onDisk, failure, again } = useRequest('inspectIdentity', { reference: { kind: 'kept', name: identity.name } })
  return (
    <div className="keys-facts">
      <dl className="keys-list">
        <dt>{t('keys.facts.key')}</dt>
        <dd>
          <strong>{identity.name}</strong>, {keyTypeWords(t, language, identity)}
        </dd>
        <dt>{t('keys.facts.fingerprint')}</dt>
        <dd>
          <Copyable text={identity.fingerprint} what={t('keys.facts.fingerprintWhat')} />
        </dd>
        <dt>{t('keys.facts.file')}</dt>
        <dd>
          <code>{printable(identity.file)}</code>
        </dd>
        <dt>{t('keys.facts.onDisk')}</dt>
        <dd>
          {onDisk === undefined && failure === undefined && t('keys.facts.reading')}
          {onDisk?.encrypted === true && t(`keys.facts.encrypted.${identity.passphrase}`)}
          {onDisk?.encrypted === false && t('keys.facts.open')}
          {onDisk === undefined && failure !== undefined && t('keys.facts.unread')}
        </dd>
      </dl>
      {onDisk?.encrypted === false && <Notice look="trouble" title={t('keys.facts.openWhat')} />}
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {onDisk !== undefined && (
        <Disclosure title={t('keys.facts.randomart')}>
          <pre className="keys-art" role="img" aria-label={t('hostTrust.randomartLabel')}>
            {onDisk.randomart}
          </pre>
        </Disclosure>
      )}
    </div>
  )
}
