import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../components/button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { FailureNotice } from '../components/notice.tsx'
import type { Act } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'

/** A form over the window, with one act at its foot. The dialog cannot be closed while the act runs. */
export const FormDialog = ({
  title,
  act,
  actWords,
  onClose,
  children,
}: {
  readonly title: string
  readonly act: Act<[]>
  readonly actWords: string
  readonly onClose: () => void
  readonly children: ReactNode
}) => {
  const { t } = useWords()
  return (
    <Dialog title={title} onClose={act.isBusy ? undefined : onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          void act.run()
        }}
      >
        {children}
        {act.failure !== undefined && <FailureNotice failure={act.failure} />}
        <Acts>
          <Button onPress={onClose} isDisabled={act.isBusy}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" look="act" isDisabled={act.isBusy}>
            {actWords}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  )
}
