import type { ReactNode } from 'react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components'
import './field.css'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly name: string
}

/** A choice of one value from a list that opens. */
export const ChoiceInput = <Value extends string>({
  label,
  description,
  error,
  choices,
  value,
  onChange,
  isDisabled = false,
}: {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: string | undefined
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly isDisabled?: boolean
}) => (
  <Select
    className="field"
    value={value}
    // The list holds only the choices, so the chosen key is one of them.
    onChange={(key) => onChange(key as Value)}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    isDisabled={isDisabled}
  >
    <Label className="field-label">{label}</Label>
    <Button className="field-select">
      <SelectValue />
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </Button>
    {description !== undefined && (
      <Text slot="description" className="field-description">
        {description}
      </Text>
    )}
    {error !== undefined && (
      <Text slot="errorMessage" className="field-error">
        {error}
      </Text>
    )}
    <Popover className="field-popover">
      <ListBox className="field-list" items={choices.map((choice) => ({ ...choice, id: choice.value }))}>
        {(choice) => (
          <ListBoxItem className="field-option" textValue={choice.name}>
            {choice.name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
)
