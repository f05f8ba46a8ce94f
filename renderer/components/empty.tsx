import type { ReactNode } from 'react'
import './empty.css'

/** Stands in an empty list: its title, and the first step. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
)
