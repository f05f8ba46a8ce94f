import { Button } from '../../components/button.tsx'
import { Acts, Dialog } from '../../components/dialog.tsx'
import { useWords } from '../../state/words.tsx'
import type { LeaveGuard } from './use-leave-guard.ts'

/** Asks before typed text is lost. */
export const LeaveQuestion = ({ guard }: { readonly guard: LeaveGuard }) => {
  const { t } = useWords()
  if (!guard.isAsked) return null
  return (
    <Dialog title={t('editor.leave.title')} onClose={guard.stay} isAlert>
      <p>{t('editor.leave.text')}</p>
      <Acts>
        <Button look="danger" onPress={guard.leave}>
          {t('editor.leave.leave')}
        </Button>
        <Button look="act" autoFocus onPress={guard.stay}>
          {t('editor.leave.stay')}
        </Button>
      </Acts>
    </Dialog>
  )
}
