import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import './button.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `act` is the next step; `danger` destroys something; `quiet` looks like text until the pointer is over it. */
  readonly look?: 'act' | 'plain' | 'danger' | 'quiet'
}

export const Button = ({ look = 'plain', ...props }: ButtonProps) => <AriaButton {...props} className={`button button-${look}`} />
