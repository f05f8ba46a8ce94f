import { Label, RadioButton, RadioField, RadioGroup, Text } from 'react-aria-components'
import './field.css'

export interface RadioChoice<Value extends string> {
  readonly value: Value
  readonly name: string
  /** The meaning of the choice; read out with it. */
  readonly description?: string
  readonly isDisabled?: boolean
}

/** A choice of one value, with all values on the screen. `isLabelSeen` is false if the title of the screen says the same. */
export const RadioInput = <Value extends string>({
  label,
  isLabelSeen = true,
  choices,
  value,
  onChange,
}: {
  readonly label: string
  readonly isLabelSeen?: boolean
  readonly choices: readonly RadioChoice<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}) => (
  // The group holds only the choices, so the chosen value is one of them.
  <RadioGroup className="field-group" value={value} onChange={(chosen) => onChange(chosen as Value)}>
    <Label className={isLabelSeen ? 'field-label' : 'unseen'}>{label}</Label>
    {choices.map((choice) => (
      <RadioField key={choice.value} value={choice.value} isDisabled={choice.isDisabled ?? false} className="field-radio-row">
        <RadioButton className="field-radio">
          <span className="field-dot" aria-hidden="true" />
          <span>{choice.name}</span>
        </RadioButton>
        {choice.description !== undefined && (
          <Text slot="description" className="field-description field-radio-description">
            {choice.description}
          </Text>
        )}
      </RadioField>
    ))}
  </RadioGroup>
)
