import { useEffect, useState } from 'react'
import { useWords } from '../state/words.tsx'
import { Button } from './button.tsx'
import './copy-button.css'

const acknowledgeMs = 2000

/**
 * Copies `text` with one click and says so, on the screen and to screen readers. `what` names the text: "address", "fingerprint". A function
 * as `text` makes a long text only on demand.
 */
export const CopyButton = ({
  text,
  what,
  look = 'quiet',
}: {
  readonly text: string | (() => string)
  readonly what: string
  /** `act` if copying is the purpose of the screen. */
  readonly look?: 'quiet' | 'act'
}) => {
  const { t } = useWords()
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), acknowledgeMs)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = (): void => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }

  const acknowledged = outcome === undefined ? undefined : t(outcome === 'copied' ? 'common.copied' : 'common.failed')
  return (
    <span className="copy-button">
      <Button look={look} onPress={copy} aria-label={t('common.copyWhat', { what })}>
        {acknowledged ?? t('common.copy')}
      </Button>
      <span role="status" className="unseen">
        {acknowledged}
      </span>
    </span>
  )
}

/** Text that goes into another program, with its copy button. */
export const Copyable = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <span className="copyable">
    <code>{text}</code>
    <CopyButton text={text} what={what} />
  </span>
)
