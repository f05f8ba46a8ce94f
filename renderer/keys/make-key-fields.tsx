import type { HostKeyOffer } from '../../contract/host-key.ts'
import { Disclosure } from '../components/disclosure.tsx'
import { Notice } from '../components/notice.tsx'
import { RadioInput } from '../components/radio-input.tsx'
import { useWords } from '../state/words.tsx'
import { KeyNameInput } from './key-name-input.tsx'
import { PassphraseFields } from './passphrase-fields.tsx'
import type { MakeKey, NewKey } from './use-make-key.ts'

const types = ['ed25519', 'rsa'] as const

/**
 * The fields of a new key: its name, its passphrase and its type. The type is in a disclosure unless the server does not accept Ed25519.
 */
export const MakeKeyFields = ({
  form: { values, change, taken, isTried, act },
  known,
  takesEd25519 = 'unknown',
}: {
  readonly form: MakeKey
  readonly known: readonly string[]
  readonly takesEd25519?: HostKeyOffer['takesEd25519']
}) => {
  const { t } = useWords()
  const type = (
    <RadioInput<NewKey['type']>
      label={t('keys.make.type')}
      choices={(takesEd25519 === 'no' ? types.toReversed() : types).map((value) => ({
        value,
        name: t(`keys.type.${value}`),
        description: t(`keys.make.about.${value}`),
      }))}
      value={values.type}
      onChange={(chosen) => change({ type: chosen })}
    />
  )
  return (
    <>
      <KeyNameInput name={values.name} onChange={(name) => change({ name })} taken={taken} isTried={isTried} />
      {takesEd25519 === 'no' && (
        <>
          <Notice look="quiet" title={t('keys.make.old')} isLive>
            <p>{t('keys.make.oldWhy')}</p>
          </Notice>
          {type}
        </>
      )}
      <PassphraseFields
        entry={values.passphrase}
        onChange={(passphrase) => change({ passphrase })}
        keepers={['asked', 'keychain']}
        known={[...known, values.name]}
        isTried={isTried}
      />
      {takesEd25519 !== 'no' && <Disclosure title={t('keys.more')}>{type}</Disclosure>}
      <p role="status" className="quiet keys-status">
        {act.isBusy && t(`keys.make.busy.${values.type}`)}
      </p>
    </>
  )
}
