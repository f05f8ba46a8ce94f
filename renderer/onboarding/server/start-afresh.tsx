import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { Acts, Dialog } from '../../components/dialog.tsx'
import { useWords } from '../../state/words.tsx'

/** Empties a wizard that was left unfinished, after a question. An account that it has made stays. */
export const StartAfresh = ({ account, onAfresh }: { readonly account: Account | undefined; readonly onAfresh: () => void }) => {
  const { t } = useWords()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button look="quiet" onPress={() => setAsked(true)}>
        {t('setup.server.afresh')}
      </Button>
      {isAsked && (
        <Dialog title={t('setup.server.afreshTitle')} onClose={() => setAsked(false)} isAlert>
          <p>
            {account === undefined
              ? t('setup.server.afreshText')
              : t('setup.server.afreshKeeps', { account: printable(account.name) })}
          </p>
          <Acts>
            <Button look="danger" onPress={onAfresh}>
              {t('setup.server.afresh')}
            </Button>
            <Button look="act" autoFocus onPress={() => setAsked(false)}>
              {t('setup.server.afreshNot')}
            </Button>
          </Acts>
        </Dialog>
      )}
    </>
  )
}
