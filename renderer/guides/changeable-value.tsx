import { useState } from 'react'
import { printable } from '../../words/printable.ts'
import { problemWords } from '../accounts/editor/problem.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { TextInput } from '../components/text-input.tsx'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'

/** A value with a button to change it. A missing value that is needed is a field from the start. */
export const ChangeableValue = ({
  label,
  description,
  value,
  isNeeded,
  reasonFor,
  onSave,
}: {
  readonly label: string
  readonly description: string
  readonly value: string | undefined
  readonly isNeeded: boolean
  /** The reason for which the typed value cannot be saved, or undefined. */
  readonly reasonFor: (typed: string) => string | undefined
  readonly onSave: (value: string) => Promise<unknown>
}) => {
  const { t, language } = useWords()
  const [typed, setTyped] = useState<string>()
  const [reason, setReason] = useState<string>()
  const save = useAct(async () => {
    const text = (typed ?? '').trim()
    const problem = text === '' ? 'empty' : reasonFor(text)
    setReason(problem)
    if (problem !== undefined) return
    await onSave(text)
    setTyped(undefined)
  })

  if (typed === undefined && !(isNeeded && value === undefined))
    return (
      <p className="changeable-value">
        <span>
          {label}: {value === undefined ? <span className="quiet">{t('guide.notSaid')}</span> : <strong>{printable(value)}</strong>}
        </span>
        <Button look="quiet" onPress={() => setTyped(value ?? '')} aria-label={t('guide.changeWhat', { what: label })}>
          {t('guide.change')}
        </Button>
      </p>
    )
  return (
    <div>
      <TextInput
        label={label}
        description={description}
        value={typed ?? ''}
        onChange={(text) => {
          setTyped(text)
          setReason(undefined)
        }}
        autoFocus={typed !== undefined}
        error={reason === undefined ? undefined : problemWords(t, language, reason)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Enter presses this button here, and Continue elsewhere in the form.
          event.preventDefault()
          void save.run()
        }}
        after={
          <Button isPending={save.isBusy} onPress={() => void save.run()}>
            {t('guide.keep')}
          </Button>
        }
      />
      {save.failure !== undefined && <FailureNotice failure={save.failure} />}
    </div>
  )
}
