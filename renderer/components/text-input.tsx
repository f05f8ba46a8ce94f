import type { ReactNode, Ref } from 'react'
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components'
import './field.css'

export interface TextInputProps extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** What the field is for, where its label does not say it. */
  readonly description?: ReactNode
  /** What is wrong with it and what to do; shown beside the field and read with it. */
  readonly error?: string | undefined
  readonly inputRef?: Ref<HTMLInputElement>
  /** Set in monospace: an address, a port, a fingerprint. */
  readonly isCode?: boolean
  /** Beside the input, such as a button. */
  readonly after?: ReactNode
}

export const TextInput = ({ label, description, error, inputRef, isCode = false, after, ...props }: TextInputProps) => (
  // Postern found the error: as the browser's own validation it would keep the form from being submitted again.
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
