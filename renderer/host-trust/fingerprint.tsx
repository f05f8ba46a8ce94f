import { Copyable } from '../components/copy-button.tsx'
import { useWords } from '../state/words.tsx'
import './fingerprint.css'

/** A key's fingerprint, with its randomart if that is known. */
export const Fingerprint = ({
  fingerprint,
  keyType,
  randomart,
}: {
  readonly fingerprint: string
  readonly keyType: string
  readonly randomart?: string
}) => {
  const { t } = useWords()
  return (
    <div className="fingerprint">
      <div>
        <p className="quiet">{t('hostTrust.fingerprintOf', { keyType })}</p>
        <Copyable text={fingerprint} what={t('hostTrust.fingerprint')} />
      </div>
      {randomart !== undefined && (
        <figure>
          <pre className="fingerprint-art" role="img" aria-label={t('hostTrust.randomartLabel')}>
            {randomart}
          </pre>
        </figure>
      )}
    </div>
  )
}
