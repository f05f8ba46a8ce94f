import { useState } from 'react'
import type { Identity } from '../../contract/identity.ts'
import { focusFirstWrong } from '../components/focus-first-wrong.ts'
import { call } from '../postern-client.ts'
import { SecretInput } from '../prompts/secret-input.tsx'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'
import { FormDialog } from './form-dialog.tsx'
import { emptyPassphrase, passphraseChoice, passphraseProblem } from './new-passphrase.ts'
import { PassphraseFields } from './passphrase-fields.tsx'

/** Changes the passphrase of a key. The present one is asked for unless the keychain holds it. */
export const ChangePassphraseDialog = ({
  identity,
  onClose,
  onChanged,
}: {
  readonly identity: Identity
  readonly onClose: () => void
  readonly onChanged: () => void
}) => {
  const { t } = useWords()
  const { name } = identity
  const isAsked = identity.passphrase === 'asked'
  const [current, setCurrent] = useState('')
  const [entry, setEntry] = useState(emptyPassphrase('asked'))
  const [isTried, setTried] = useState(false)
  const act = useAct(async () => {
    if ((isAsked && current === '') || passphraseProblem(entry) !== undefined) {
      setTried(true)
      focusFirstWrong()
      return
    }
    await call('changePassphrase', { name, current: isAsked ? current : undefined, passphrase: passphraseChoice(entry) })
    // SECURITY: main has the passphrases now, so the page forgets them.
    setCurrent('')
    setEntry(emptyPassphrase(entry.keeper))
    onChanged()
  })
  return (
    <FormDialog title={t('keys.change.title', { name })} act={act} actWords={t('keys.change.act')} onClose={onClose}>
      {isAsked ? (
        <SecretInput
          label={t('keys.change.current')}
          value={current}
          onChange={setCurrent}
          error={isTried && current === '' ? t('keys.passphrase.currentEmpty') : undefined}
          autoFocus
        />
      ) : (
        <p>{t('keys.change.fromKeychain')}</p>
      )}
      <PassphraseFields entry={entry} onChange={setEntry} keepers={['asked', 'keychain']} known={[name]} isTried={isTried} />
    </FormDialog>
  )
}
