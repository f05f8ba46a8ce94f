import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'wouter'
import { useWords } from '../state/words.tsx'
import './page.css'

/**
 * A page: its Back link, its title, the acts on the whole page, and its content. When the page opens, its title gets the focus, so that a
 * screen reader reads the title and Tab continues from the top.
 */
export const Page = ({
  title,
  back,
  acts,
  children,
}: {
  readonly title: string
  /** The address of the Back link; without it the page has no Back link. */
  readonly back?: string
  readonly acts?: ReactNode
  readonly children: ReactNode
}) => {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title === 'Postern' ? title : `${title} – Postern`
  }, [title])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <div className="page">
      <header className="page-header">
        {back !== undefined && (
          <Link to={back} className="page-back">
            <span aria-hidden="true">‹</span>
            {t('common.back')}
          </Link>
        )}
        <div className="page-title-row">
          <h1 ref={heading} tabIndex={-1} className="page-title">
            {title}
          </h1>
          {acts !== undefined && <div className="page-acts">{acts}</div>}
        </div>
      </header>
      {children}
    </div>
  )
}

/** A part of a page under its own heading. */
export const Section = ({
  title,
  acts,
  children,
}: {
  readonly title: string
  readonly acts?: ReactNode
  readonly children: ReactNode
}) => (
  <section className="page-section" aria-label={title}>
    <div className="page-title-row">
      <h2>{title}</h2>
      {acts !== undefined && <div className="page-acts">{acts}</div>}
    </div>
    {children}
  </section>
)
