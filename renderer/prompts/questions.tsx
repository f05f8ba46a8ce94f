import { useEffect, useRef, useState } from 'react'
import { questionName } from '../../contract/question.ts'
import { Button } from '../components/button.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import './questions.css'

const isTyping = (): boolean => {
  const focused = document.activeElement
  return focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement
}

/**
 * Shows Postern's questions one at a time, the oldest first. A question that arrives while the person types, or that Escape has postponed,
 * waits in a bar at the foot of the window and does not get the focus. After an answered question the next one opens at once.
 */
export const Questions = () => {
  const { t } = useWords()
  const questions = useWindowState((state) => state.questions)
  const first = questions[0]
  const [isOpen, setOpen] = useState(false)
  const seen = useRef<string>(undefined)

  useEffect(() => {
    if (first === undefined) {
      setOpen(false)
      seen.current = undefined
      return
    }
    if (seen.current === first.id) return
    const isNextOfOpen = seen.current !== undefined
    seen.current = first.id
    if (!isNextOfOpen && !isTyping()) setOpen(true)
  }, [first])

  if (first === undefined) return null
  if (isOpen) return <QuestionDialog key={first.id} pending={first} count={questions.length} onLater={() => setOpen(false)} />
  return (
    <aside className="questions" aria-label={t('prompts.waiting')}>
      <p role="status">{t(`prompts.asks.${questionName(first.question)}`, { account: first.question.account })}</p>
      <Button look="act" onPress={() => setOpen(true)}>
        {t('prompts.answer')}
      </Button>
    </aside>
  )
}
