import type { ReactNode } from 'react'
import './empty.css'

/** A place with nothing in it yet: what will be here, and what to do first. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="empty">
    <h2>{title}</h2>
    {children}
  </div>
)
