import { useState } from 'react'
import { Link } from 'wouter'
import type { Identity } from '../../contract/identity.ts'
import { localeTags } from '../../words/language.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable, CopyButton } from '../components/copy-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { accountsWithKey } from './accounts-with-key.ts'
import { keyActs, type KeyAct } from './key-act.ts'
import { keyTypeWords } from './key-type-words.ts'
import './keys.css'

export const KeyCard = ({ identity, onAct }: { readonly identity: Identity; readonly onAct: (act: KeyAct) => void }) => {
  const { t, language } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const users = accountsWithKey(accounts, identity.name)
  const { name } = identity
  return (
    <li className="keys-card">
      <h2>{name}</h2>
      <dl className="keys-list">
        <dt>{t('keys.facts.type')}</dt>
        <dd>{keyTypeWords(t, language, identity)}</dd>
        <dt>{t('keys.facts.fingerprint')}</dt>
        <dd>
          <Copyable text={identity.fingerprint} what={t('keys.facts.fingerprintWhat')} />
        </dd>
        <dt>{t('keys.facts.made')}</dt>
        <dd>{new Intl.DateTimeFormat(localeTags[language], { dateStyle: 'long' }).format(new Date(identity.createdAt))}</dd>
        <dt>{t('keys.facts.usedBy')}</dt>
        <dd>
          {users.length === 0 && t('keys.facts.unused')}
          {users.map((account, index) => (
            <span key={account.id}>
              {index > 0 && ', '}
              <Link to={`/accounts/${account.id}`}>{account.name}</Link>
            </span>
          ))}
        </dd>
        <dt>{t('keys.facts.passphrase')}</dt>
        <dd>{t(`keys.facts.holder.${identity.passphrase}`)}</dd>
      </dl>
      <div className="keys-acts">
        {keyActs.map((act) => (
          <Button
            key={act}
            look={act === 'retire' ? 'danger' : 'plain'}
            onPress={() => onAct(act)}
            aria-label={t(`keys.act.of.${act}`, { name })}
          >
            {t(`keys.act.${act}`)}
          </Button>
        ))}
      </div>
      <PublicKey identity={identity} />
    </li>
  )
}

/** The public key, to copy or to save as a file. */
const PublicKey = ({ identity }: { readonly identity: Identity }) => {
  const { t } = useWords()
  const [savedAs, setSavedAs] = useState<string>()
  const save = useAct(async () =>
    setSavedAs(await call('savePublicKey', { identity: identity.name, restricted: false, mailHosts: [] })),
  )
  return (
    <div>
      <div className="keys-pick">
        <span className="quiet">{t('keys.public.label')}</span>
        <CopyButton text={identity.publicKeyLine} what={t('keys.public.what', { name: identity.name })} />
        <Button
          look="quiet"
          onPress={() => void save.run()}
          isDisabled={save.isBusy}
          aria-label={t('keys.public.saveOf', { name: identity.name })}
        >
          {t('keys.public.save')}
        </Button>
      </div>
      <p role="status" className="keys-status">
        {savedAs !== undefined && t('keys.public.savedAs', { file: printable(savedAs) })}
      </p>
      {save.failure !== undefined && <FailureNotice failure={save.failure} />}
    </div>
  )
}
