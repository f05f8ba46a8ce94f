import type { ReactNode } from 'react'
import type { Failure } from '../../contract/failure.ts'
import { failureText } from '../../words/failure-text.ts'
import { useWords } from '../state/words.tsx'
import './notice.css'

/** A message that a person should read, with its next step below it. The line and the colour of its edge show how serious it is. */
export const Notice = ({
  look,
  title,
  isLive = false,
  children,
}: {
  readonly look: 'quiet' | 'wait' | 'trouble'
  readonly title: string
  /** Read out as soon as it appears. */
  readonly isLive?: boolean
  readonly children?: ReactNode
}) => (
  <div className={`notice notice-${look}`} role={isLive ? 'alert' : undefined}>
    <p className="notice-title">{title}</p>
    {children}
  </div>
)

/** A failure in the person's language: its message, its next step, and a place for the step's button. */
export const FailureNotice = ({ failure, children }: { readonly failure: Failure; readonly children?: ReactNode }) => {
  const { t } = useWords()
  const { message, next } = failureText(t, failure)
  return (
    <Notice look="trouble" title={message} isLive>
      <p>{next}</p>
      {children}
    </Notice>
  )
}
