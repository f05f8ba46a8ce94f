import type { HostKeyOffer } from '../../../contract/host-key.ts'
import { printable } from '../../../words/printable.ts'
import { Copyable } from '../../components/copy-button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { useWords } from '../../state/words.tsx'
import './shown-key.css'

/** The key that the server shows: its fingerprint large, and its picture for who knows that by heart. */
export const ShownKey = ({ offer: { hostKey, randomart, serverSoftware } }: { readonly offer: HostKeyOffer }) => {
  const { t } = useWords()
  return (
    <div className="shown-key">
      <div className="shown-key-print">
        <p className="quiet">{t('hostTrust.fingerprintOf', { keyType: printable(hostKey.type) })}</p>
        <Copyable text={hostKey.fingerprint} what={t('hostTrust.fingerprint')} />
      </div>
      {serverSoftware !== '' && <p className="quiet">{t('setup.trust.software', { software: printable(serverSoftware) })}</p>}
      <Disclosure title={t('setup.trust.picture')}>
        <pre className="shown-key-art" role="img" aria-label={t('hostTrust.randomartLabel')}>
          {randomart}
        </pre>
      </Disclosure>
    </div>
  )
}
