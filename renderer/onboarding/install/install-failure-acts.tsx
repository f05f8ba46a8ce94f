import type { Failure } from '../../../contract/failure.ts'
import { Button } from '../../components/button.tsx'
import { useWords } from '../../state/words.tsx'

/** The next step of a key that could not be installed: its line goes to the administrator where the server would not take it, else again. */
export const InstallFailureActs = ({
  failure,
  onAgain,
  onByHand,
}: {
  readonly failure: Failure
  readonly onAgain: () => void
  readonly onByHand: (() => void) | undefined
}) => {
  const { t } = useWords()
  if (failure.code === 'key-install-refused' && onByHand !== undefined)
    return <Button onPress={onByHand}>{t('setup.install.toByHand')}</Button>
  return <Button onPress={onAgain}>{t('common.tryAgain')}</Button>
}
