import type { ReactNode } from 'react'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'
import { Button } from './button.tsx'
import { Acts, Dialog } from './dialog.tsx'
import { FailureNotice } from './notice.tsx'

/** The question before something is removed. It stays open with the failure if `remove` rejects; `onRemoved` is called once it has not. */
export const RemoveDialog = ({
  title,
  children,
  act,
  remove,
  onClose,
  onRemoved,
}: {
  readonly title: string
  /** What is lost by it. */
  readonly children: ReactNode
  /** The words of the button that removes. */
  readonly act: string
  readonly remove: () => Promise<unknown>
  readonly onClose: () => void
  readonly onRemoved: () => void
}) => {
  const { t } = useWords()
  const removal = useAct(remove)
  return (
    <Dialog title={title} onClose={onClose} isAlert>
      <p>{children}</p>
      {removal.failure !== undefined && <FailureNotice failure={removal.failure} />}
      <Acts>
        <Button autoFocus onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          isDisabled={removal.isBusy}
          onPress={() => {
            void removal.run().then((done) => {
              if (done) onRemoved()
            })
          }}
        >
          {act}
        </Button>
      </Acts>
    </Dialog>
  )
}
