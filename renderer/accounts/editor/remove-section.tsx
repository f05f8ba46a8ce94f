import type { Account } from '../../../contract/account.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { Section } from '../../layout/page.tsx'
import { useWords } from '../../state/words.tsx'
import { useRemoveAccount } from '../use-remove-account.ts'

/** Removes the whole account; a message then offers the undo. */
export const RemoveSection = ({ account, onRemoved }: { readonly account: Account; readonly onRemoved: () => void }) => {
  const { t } = useWords()
  const remove = useRemoveAccount(account, onRemoved)
  return (
    <div className="editor-end">
      <Section title={t('editor.removeTitle')}>
        <p className="quiet">{t('editor.removeUse')}</p>
        <div className="editor-foot">
          <Button look="danger" isDisabled={remove.isBusy} onPress={() => void remove.run()}>
            {t('editor.removeAccount')}
          </Button>
          {remove.failure !== undefined && <FailureNotice failure={remove.failure} />}
        </div>
      </Section>
    </div>
  )
}
