import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import { Button } from '../../components/button.tsx'
import { useWords } from '../../state/words.tsx'
import { LoseQuestion } from '../lose-question.tsx'

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
        <LoseQuestion
          title={t('setup.server.afreshTitle')}
          act={t('setup.server.afresh')}
          account={account}
          onLose={onAfresh}
          onStay={() => setAsked(false)}
        />
      )}
    </>
  )
}
