import { useWords } from '../../state/words.tsx'
import { obstacleWords } from './problem.ts'
import type { PortCheck } from './use-port-check.ts'

/** The result of the check of a local port. A screen reader reads each change. */
export const PortHint = ({ check }: { readonly check: PortCheck }) => {
  const { t, language } = useWords()
  return (
    <span role="status" className={`editor-hint editor-hint-${check.name}`}>
      {check.name === 'unchecked' && t('editor.localPortUse')}
      {check.name === 'checking' && t('editor.portChecking')}
      {check.name === 'free' && (
        <>
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2 6.5l3 3 5-7" fill="none" stroke="currentColor" strokeWidth="2" />
          </svg>
          {t('editor.portFree')}
        </>
      )}
      {check.name === 'obstacle' && obstacleWords(t, language, check.failure)}
    </span>
  )
}
