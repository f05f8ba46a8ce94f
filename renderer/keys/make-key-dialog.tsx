import type { Identity } from '../../contract/identity.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { FormDialog } from './form-dialog.tsx'
import { proposedKeyName } from './key-name.ts'
import { MakeKeyFields } from './make-key-fields.tsx'
import { useMakeKey } from './use-make-key.ts'

export const MakeKeyDialog = ({
  taken,
  onClose,
  onMade,
}: {
  readonly taken: readonly string[]
  readonly onClose: () => void
  readonly onMade: (identity: Identity) => void
}) => {
  const { t } = useWords()
  const userName = useWindowState(({ about }) => about.userName)
  const form = useMakeKey({ initial: { name: proposedKeyName(userName, taken), type: 'ed25519', keeper: 'asked' }, taken, onMade })
  return (
    <FormDialog title={t('keys.make.open')} act={form.act} actWords={t('keys.make.act')} onClose={onClose}>
      <MakeKeyFields form={form} known={[userName]} />
    </FormDialog>
  )
}
