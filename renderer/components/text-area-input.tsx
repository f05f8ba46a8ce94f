import { FieldError, Label, Text, TextArea, TextField } from 'react-aria-components'
import './field.css'

/** A field for several lines of another program's text. */
export const TextAreaInput = ({
  label,
  description,
  error,
  value,
  onChange,
}: {
  readonly label: string
  readonly description?: string
  /** The problem and its remedy; shown beside the field and read out with it. */
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (text: string) => void
}) => (
  <TextField value={value} onChange={onChange} isInvalid={error !== undefined} validationBehavior="aria" className="field">
    <Label className="field-label">{label}</Label>
    <TextArea className="field-input field-area mono" rows={5} spellCheck="false" autoCapitalize="off" autoCorrect="off" />
    {description !== undefined && (
      <Text slot="description" className="field-description">
        {description}
      </Text>
    )}
    <FieldError className="field-error">{error}</FieldError>
  </TextField>
)
