import { useState } from 'react'
import type { Identity } from '../../contract/identity.ts'
import { useKeyFileCheck } from '../accounts/editor/use-key-file-check.ts'
import { useRequest } from '../state/use-request.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { BringInFields } from './bring-in-fields.tsx'
import { FormDialog } from './form-dialog.tsx'
import { KeySourceFields } from './key-source-fields.tsx'
import { foundKeys, likelyChoice, pathOfChoice, sourceOf, type KeyChoice, type PickedFile } from './key-source.ts'
import { useBringIn } from './use-bring-in.ts'

export const BringInDialog = ({
  taken,
  onClose,
  onBroughtIn,
}: {
  readonly taken: readonly string[]
  readonly onClose: () => void
  readonly onBroughtIn: (identity: Identity) => void
}) => {
  const { t } = useWords()
  const userName = useWindowState(({ about }) => about.userName)
  const found = foundKeys(useRequest('discover', {}).answer)
  const [chosen, setChosen] = useState<KeyChoice>()
  const [path, setPath] = useState('')
  const [picked, setPicked] = useState<PickedFile>()
  const choice = chosen ?? likelyChoice({ path: '', name: '', kept: [], found })
  const check = useKeyFileCheck(pathOfChoice(choice, path))
  const source = sourceOf(choice, { path, picked, isFileEncrypted: check.name === 'readable' && check.key.encrypted })
  const form = useBringIn({ ...source, taken, onBroughtIn })
  return (
    <FormDialog title={t('keys.bringIn.open')} act={form.act} actWords={t('keys.bringIn.act')} onClose={onClose}>
      <KeySourceFields
        choice={choice}
        found={found}
        path={path}
        picked={picked}
        check={check}
        kept={[]}
        onChoice={setChosen}
        onPath={setPath}
        onPicked={setPicked}
        isTried={form.isTried}
      />
      {source.source !== undefined && <BringInFields form={form} known={[userName]} />}
    </FormDialog>
  )
}
