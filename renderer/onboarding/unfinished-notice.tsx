import { useState } from 'react'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { forgetOnboarding } from '../state/keep-onboarding.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState, useWindowStore } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { LoseQuestion } from './lose-question.tsx'
import './unfinished-notice.css'
import { useUnfinished } from './use-unfinished.ts'

/**
 * A notice about an unfinished wizard, with a link to continue and a button to end it. With `accountId`, only for a wizard of that account.
 */
export const UnfinishedNotice = ({ accountId }: { readonly accountId?: string }) => {
  const { t } = useWords()
  const unfinished = useUnfinished()
  const account = useWindowState(({ accounts }) => accounts.find(({ id }) => id === unfinished?.accountId))
  const [isAsked, setAsked] = useState(false)
  const end = useAct(async () => {
    setAsked(false)
    await forgetOnboarding()
    useWindowStore.setState({ onboarding: null })
  })
  if (unfinished === undefined || (accountId !== undefined && accountId !== unfinished.accountId)) return null
  // The account has the saved values. The other values are lost with the wizard; without an account, all values.
  const losesTyped = account === undefined || unfinished.key.name !== '' || unfinished.key.path !== '' || unfinished.mail.length > 0
  return (
    <>
      <Notice
        look="quiet"
        title={
          account === undefined ? t('setup.unfinished.title') : t('setup.unfinished.titleOf', { account: printable(account.name) })
        }
      >
        {end.failure !== undefined && <FailureNotice failure={end.failure} />}
        <div className="unfinished-notice-acts">
          <LinkButton to="/setup">{t('setup.unfinished.goOn')}</LinkButton>
          <Button
            look="quiet"
            onPress={() => {
              if (losesTyped) setAsked(true)
              else void end.run()
            }}
          >
            {t('setup.unfinished.leave')}
          </Button>
        </div>
      </Notice>
      {isAsked && (
        <LoseQuestion
          title={t('setup.unfinished.question')}
          act={t('setup.unfinished.leave')}
          account={account}
          onLose={() => void end.run()}
          onStay={() => setAsked(false)}
        />
      )}
    </>
  )
}
