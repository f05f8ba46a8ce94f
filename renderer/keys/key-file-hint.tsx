import { failureText } from '../../words/failure-text.ts'
import type { KeyFileCheck } from '../accounts/editor/use-key-file-check.ts'
import { useWords } from '../state/words.tsx'
import { keyTypeWords } from './key-type-words.ts'
import './keys.css'

/** What a key file shows without its passphrase, or why it cannot be used. */
export const KeyFileHint = ({ check }: { readonly check: KeyFileCheck }) => {
  const { t, language } = useWords()
  return (
    <p role="status" className={`keys-hint-${check.name}`}>
      {check.name === 'checking' && t('keys.source.checking')}
      {check.name === 'readable' && (
        <>
          {keyTypeWords(t, language, check.key)}, {t(check.key.encrypted ? 'keys.source.encrypted' : 'keys.source.open')}{' '}
          <code>{check.key.fingerprint}</code>
        </>
      )}
      {check.name === 'obstacle' && `${failureText(t, check.failure).message} ${failureText(t, check.failure).next}`}
    </p>
  )
}
