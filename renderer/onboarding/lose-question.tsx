import type { Account } from '../../contract/account.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { useWords } from '../state/words.tsx'

/** Asks before the values of the wizard are deleted. An account that the wizard has made stays. */
export const LoseQuestion = ({
  title,
  act,
  account,
  onLose,
  onStay,
}: {
  readonly title: string
  /** The words of the act, as on the button that led here. */
  readonly act: string
  readonly account: Account | undefined
  readonly onLose: () => void
  readonly onStay: () => void
}) => {
  const { t } = useWords()
  return (
    <Dialog title={title} onClose={onStay} isAlert>
      <p>
        {account === undefined ? t('setup.server.afreshText') : t('setup.server.afreshKeeps', { account: printable(account.name) })}
      </p>
      <Acts>
        <Button look="danger" onPress={onLose}>
          {act}
        </Button>
        <Button look="act" autoFocus onPress={onStay}>
          {t('setup.server.afreshNot')}
        </Button>
      </Acts>
    </Dialog>
  )
}
