import { useController, useFormContext, useWatch } from 'react-hook-form'
import type { Identity } from '../../../contract/identity.ts'
import { printable } from '../../../words/printable.ts'
import { ChoiceInput } from '../../components/choice.tsx'
import { Copyable } from '../../components/copy-button.tsx'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'
import { FormText } from './form-text.tsx'
import { obstacleWords, problemWords } from './problem.ts'
import { useKeyFileCheck } from './use-key-file-check.ts'

const keptPrefix = 'kept:'

/** The key for the log-in of an account: none, one that Postern keeps, or a file of the person's own. */
export const IdentityFields = ({ identities }: { readonly identities: readonly Identity[] }) => {
  const { t, language } = useWords()
  const { control } = useFormContext<AccountValues>()
  const { field, fieldState } = useController({ control, name: 'identity' })
  const { kind, name, path } = useWatch({ control, name: 'identity' })
  const kept = identities.find((identity) => identity.name === name)
  const isGone = kind === 'kept' && kept === undefined

  const choose = (value: string): void => {
    if (value.startsWith(keptPrefix)) field.onChange({ kind: 'kept', name: value.slice(keptPrefix.length), path })
    else field.onChange({ kind: value === 'file' ? 'file' : 'none', name, path })
  }

  const reason = fieldState.error?.message ?? (isGone ? 'identity-not-found' : undefined)
  return (
    <>
      <ChoiceInput
        label={t('editor.identity')}
        choices={[
          { value: 'none', name: t('editor.identityNone') },
          ...identities.map((identity) => ({ value: keptPrefix + identity.name, name: `${identity.name} (${identity.type})` })),
          ...(isGone ? [{ value: keptPrefix + name, name: printable(name) }] : []),
          { value: 'file', name: t('editor.identityFile') },
        ]}
        value={kind === 'kept' ? keptPrefix + name : kind}
        onChange={choose}
        error={reason === undefined ? undefined : problemWords(t, language, reason)}
      />
      {kind === 'kept' && kept !== undefined && <Copyable text={kept.fingerprint} what={t('editor.fingerprint')} />}
      {kind === 'file' && (
        <FormText name="identity.path" label={t('editor.keyFile')} description={<KeyFileHint path={path} />} isCode />
      )}
    </>
  )
}

const KeyFileHint = ({ path }: { readonly path: string }) => {
  const { t, language } = useWords()
  const check = useKeyFileCheck(path)
  return (
    <span role="status" className={`editor-hint editor-hint-${check.name}`}>
      {check.name === 'unchecked' && t('editor.keyFileUse')}
      {check.name === 'checking' && t('editor.keyFileChecking')}
      {check.name === 'readable' && (
        <span>
          {t('editor.keyFileIs', { type: check.key.type, bits: check.key.bits })} <code>{check.key.fingerprint}</code>
          {!check.key.encrypted && ` ${t('editor.keyFileOpen')}`}
        </span>
      )}
      {check.name === 'obstacle' && obstacleWords(t, language, check.failure)}
    </span>
  )
}
