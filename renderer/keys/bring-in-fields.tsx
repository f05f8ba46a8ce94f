import { SecretInput } from '../prompts/secret-input.tsx'
import { useWords } from '../state/words.tsx'
import { KeyNameInput } from './key-name-input.tsx'
import { PassphraseFields } from './passphrase-fields.tsx'
import type { BringIn } from './use-bring-in.ts'

/** The fields for the import of a key file: the file's passphrase, the name of the copy, and the copy's passphrase. */
export const BringInFields = ({
  form: { values, change, taken, isTried, isEncrypted },
  known,
}: {
  readonly form: BringIn
  readonly known: readonly string[]
}) => {
  const { t } = useWords()
  return (
    <>
      {isEncrypted && (
        <SecretInput
          label={t('keys.bringIn.current')}
          value={values.current}
          onChange={(current) => change({ current })}
          error={isTried && values.current === '' ? t('keys.passphrase.currentEmpty') : undefined}
        />
      )}
      <KeyNameInput name={values.name} onChange={(name) => change({ name })} taken={taken} isTried={isTried} />
      <PassphraseFields
        entry={values.passphrase}
        onChange={(passphrase) => change({ passphrase })}
        keepers={isEncrypted ? ['same', 'asked', 'keychain'] : ['asked', 'keychain']}
        known={[...known, values.name]}
        isTried={isTried}
      />
    </>
  )
}
