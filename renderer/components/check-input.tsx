import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, Text } from 'react-aria-components'
import './field.css'

export const CheckInput = ({
  isOn,
  onChange,
  isDisabled = false,
  description,
  children,
}: {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
  /** More about the choice, such as the reason why it is disabled; read out with it. */
  readonly description?: string | undefined
  readonly children: ReactNode
}) => (
  <CheckboxField isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
    <CheckboxButton className="field-check">
      <span className="field-box">
        <svg className="field-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 6.5l3 3 5-7" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </span>
      <span>{children}</span>
    </CheckboxButton>
    {description !== undefined && (
      <Text slot="description" className="field-description">
        {description}
      </Text>
    )}
  </CheckboxField>
)
