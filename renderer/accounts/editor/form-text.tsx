import type { ReactNode } from 'react'
import { useController, type FieldPathByValue } from 'react-hook-form'
import { TextInput } from '../../components/text-input.tsx'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'
import { problemWords } from './problem.ts'

type TextField = FieldPathByValue<AccountValues, string>

/** A text field of the form, with its problem below it. */
export const FormText = ({
  name,
  onTyped,
  onLeft,
  ...props
}: {
  readonly name: TextField
  readonly label: string
  readonly description?: ReactNode
  readonly isCode?: boolean
  readonly isNumber?: boolean
  readonly after?: ReactNode
  readonly onTyped?: (text: string) => void
  readonly onLeft?: () => void
}) => {
  const { t, language } = useWords()
  const { field, fieldState } = useController<AccountValues, TextField>({ name })
  const { isNumber = false, ...input } = props
  const reason = fieldState.error?.message
  return (
    <TextInput
      {...input}
      value={field.value}
      onChange={(text) => {
        field.onChange(text)
        onTyped?.(text)
      }}
      onBlur={() => {
        field.onBlur()
        onLeft?.()
      }}
      inputRef={field.ref}
      {...(isNumber ? { inputMode: 'numeric' as const } : {})}
      error={reason === undefined ? undefined : problemWords(t, language, reason)}
    />
  )
}
