import type { HostKeyOffer } from '../../../contract/host-key.ts'
import { printable } from '../../../words/printable.ts'
import type { Translate } from '../../../words/translate.ts'
import { Notice } from '../../components/notice.tsx'
import { CompareInput } from '../../host-trust/compare-input.tsx'
import type { Comparison } from '../../host-trust/compare-fingerprint.ts'
import { useWords } from '../../state/words.tsx'
import { serverAddress } from '../server-address.ts'
import { AskAdministrator } from './ask-administrator.tsx'
import { Copyable } from '../../components/copy-button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import './shown-key.css'

/** The server's key: its fingerprint in large letters, and its randomart in a disclosure. */
const ShownKey = ({ offer: { hostKey, randomart, serverSoftware } }: { readonly offer: HostKeyOffer }) => {
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

/** The source of the known key in words: a file of this computer, or the account's own pin. */
const knownBy = (t: Translate, { knownFrom }: HostKeyOffer): string => {
  if (knownFrom === undefined) return t('setup.trust.known.account')
  const { file, line, ours } = knownFrom
  return ours ? t('setup.trust.known.postern') : t('setup.trust.known.own', { file: printable(file), line })
}

/** The offer to trust a server, whose key is known already or new. */
export const TrustOffer = ({
  offer,
  onCompared,
}: {
  readonly offer: HostKeyOffer
  readonly onCompared: (comparison: Comparison) => void
}) => {
  const { t } = useWords()
  const { hostKey } = offer
  const server = serverAddress(hostKey)
  if (offer.verdict.verdict === 'trusted')
    return (
      <>
        <Notice look="quiet" title={t('setup.trust.known.title', { server })}>
          <p>{knownBy(t, offer)}</p>
        </Notice>
        <ShownKey offer={offer} />
      </>
    )
  return (
    <>
      <p>{t('setup.trust.first', { server })}</p>
      <ShownKey offer={offer} />
      <CompareInput fingerprint={hostKey.fingerprint} description={t('prompts.hostKey.compareIf')} onCompared={onCompared} />
      <AskAdministrator hostKey={hostKey} />
    </>
  )
}
