import type { ReactNode } from 'react'
import { SwitchButton, SwitchField } from 'react-aria-components'
import './field.css'

/** A switch, which applies at once or when its form is saved. */
export const SwitchInput = ({
  isOn,
  onChange,
  isDisabled = false,
  children,
}: {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
  readonly children: ReactNode
}) => (
  <SwitchField isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
    <SwitchButton className="field-switch">
      <span className="field-track">
        <span className="field-thumb" />
      </span>
      <span>{children}</span>
    </SwitchButton>
  </SwitchField>
)
