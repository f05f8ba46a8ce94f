import type { ReactNode, Ref } from 'react'
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components'
import './field.css'

export interface TextInputProps extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** The purpose of the field, if the label does not say it. */
  readonly description?: ReactNode
  /** The problem and its remedy; shown beside the field and read out with it. */
  readonly error?: string | undefined
  readonly inputRef?: Ref<HTMLInputElement>
  /** Set in monospace: an address, a port, a fingerprint. */
  readonly isCode?: boolean
  /** Beside the input, such as a button. */
  readonly after?: ReactNode
}

export const TextInput = ({ label, description, error, inputRef, isCode = false, after, ...props }: TextInputProps) => (
  // `aria` marks the field without the browser's validation, which would not let the form be submitted again.
  <TextField {...props} isInvalid={error !== undefined} validationBehavior="aria" className="field">
    <Label className="field-label">{label}</Label>
    <div className="field-row">
      <Input
        ref={inputRef}
        className={`field-input ${isCode ? 'mono' : ''}`}
        spellCheck="false"
        autoCapitalize="off"
        autoCorrect="off"
      />
      {after}
    </div>
    {description !== undefined && (
      <Text slot="description" className="field-description">
        {description}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </TextField>
)
