import type { ReactNode } from 'react'
import { Link } from 'wouter'
import './button.css'

/** A link to another page of the window that looks like a button. */
export const LinkButton = ({
  to,
  look = 'plain',
  children,
}: {
  readonly to: string
  readonly look?: 'act' | 'plain' | 'quiet'
  readonly children: ReactNode
}) => (
  <Link to={to} className={`button button-${look} button-link`}>
    {children}
  </Link>
)
