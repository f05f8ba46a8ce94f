import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useWords } from '../state/words.tsx'
import { Button } from './button.tsx'
import './toasts.css'

interface ToastText {
  readonly text: string
  /** Undoes the act, where that is possible. */
  readonly undo?: () => void
}

const queue = new ToastQueue<ToastText>({ maxVisibleToasts: 1 })
// WCAG 2.2.1: a toast with an undo stays for 20 s, and longer while it has the focus or the pointer. A toast without one only repeats
// what the screen shows.
const shownMs = 6000
const undoableMs = 20_000

/** Shows a message about a finished act, without moving the focus. `undo` adds a button. */
export const say = (toast: ToastText): void => {
  queue.add(toast, { timeout: toast.undo === undefined ? shownMs : undoableMs })
}

export const Toasts = () => {
  const { t } = useWords()
  return (
    <ToastRegion queue={queue} className="toasts-region" aria-label={t('common.messages')}>
      {({ toast }) => (
        <AriaToast toast={toast} className="toasts-toast">
          <ToastContent className="toasts-content">
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo !== undefined && (
            <Button
              look="plain"
              onPress={() => {
                toast.content.undo?.()
                queue.close(toast.key)
              }}
            >
              {t('common.undo')}
            </Button>
          )}
          <Button slot="close" look="quiet">
            {t('common.close')}
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
