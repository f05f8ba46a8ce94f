import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { FoundKey } from '../../contract/imported-account.ts'
import type { Identity } from '../../contract/identity.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { ChoiceInput } from '../components/choice.tsx'
import { Notice } from '../components/notice.tsx'
import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import { longestKeyText, pathOfChoice, type KeyChoice, type PickedFile } from './key-source.ts'
import type { KeyFileCheck } from '../accounts/editor/use-key-file-check.ts'
import { failureText } from '../../words/failure-text.ts'
import { keyTypeWords } from './key-type-words.ts'
import './keys.css'

/** The public part of a key file, or the failure to read it. */
const KeyFileHint = ({ check }: { readonly check: KeyFileCheck }) => {
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

/** The choice of a key: one that Postern keeps, one that was found on this computer, or a file. */
export const KeySourceFields = ({
  choice,
  onChoice,
  kept,
  found,
  path,
  onPath,
  picked,
  onPicked,
  check,
  isTried,
}: {
  readonly choice: KeyChoice
  readonly onChoice: (choice: KeyChoice) => void
  readonly kept: readonly Identity[]
  readonly found: readonly FoundKey[]
  readonly path: string
  readonly onPath: (path: string) => void
  readonly picked: PickedFile | undefined
  readonly onPicked: (file: PickedFile) => void
  readonly check: KeyFileCheck
  readonly isTried: boolean
}) => {
  const { t } = useWords()
  const [isTooLarge, setTooLarge] = useState(false)
  const pick = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setTooLarge(file.size > longestKeyText)
    if (file.size <= longestKeyText) onPicked({ name: file.name, text: await file.text() })
  }
  return (
    <>
      <ChoiceInput<KeyChoice>
        label={t('keys.source.label')}
        choices={[
          ...kept.map(({ name, type }) => ({
            value: `kept:${name}` as const,
            name: t('keys.source.kept', { name, type: t(`keys.type.${type}`) }),
          })),
          ...found.map((key) => ({ value: `found:${key.path}` as const, name: printable(key.path) })),
          { value: 'picked', name: t('keys.source.picked') },
          { value: 'path', name: t('keys.source.path') },
        ]}
        value={choice}
        onChange={onChoice}
      />
      {choice === 'path' && (
        <TextInput
          label={t('keys.source.pathLabel')}
          value={path}
          onChange={onPath}
          error={isTried && path.trim() === '' ? t('keys.source.pathEmpty') : undefined}
          isCode
          maxLength={300}
        />
      )}
      {pathOfChoice(choice, path) !== '' && <KeyFileHint check={check} />}
      {choice === 'picked' && (
        <div className="keys-pick">
          <FileTrigger onSelect={(files) => void pick(files?.[0])}>
            <Button>{t('keys.source.pick')}</Button>
          </FileTrigger>
          <p className="quiet" role="status">
            {picked === undefined ? t('keys.source.formats') : t('keys.source.pickedFile', { file: printable(picked.name) })}
          </p>
        </div>
      )}
      {choice === 'picked' && isTried && picked === undefined && !isTooLarge && (
        <Notice look="trouble" title={t('keys.source.pickFirst')} isLive />
      )}
      {choice === 'picked' && isTooLarge && <Notice look="trouble" title={t('keys.source.tooLarge')} isLive />}
    </>
  )
}
