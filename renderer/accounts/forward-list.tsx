import { useState } from 'react'
import type { Account } from '../../contract/account.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import { Button } from '../components/button.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { Section } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'
import './forward-list.css'
import { ForwardRow } from './forward-row.tsx'

/** The account's forwards, and the test that reads every mail server's greeting through them. */
export const ForwardList = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const [greetings, setGreetings] = useState<readonly GreetingCheck[]>([])
  const test = useAct(async () => {
    setGreetings([])
    setGreetings(await call('checkGreetings', { accountId: account.id }))
  })
  const inUse = account.forwards.filter(({ enabled }) => enabled)
  return (
    <Section
      title={t('accounts.forwards')}
      acts={
        inUse.length > 0 && (
          <Button isPending={test.isBusy} onPress={() => void test.run()}>
            {t('accounts.test')}
          </Button>
        )
      }
    >
      <p role="status" className="quiet">
        {test.isBusy ? t('accounts.testing', { count: inUse.length }) : ''}
      </p>
      {test.failure !== undefined && <FailureNotice failure={test.failure} />}
      {account.forwards.length === 0 ? (
        <div className="forward-list-none">
          <p>{t('accounts.noForwardsAbout')}</p>
          <LinkButton to={`/accounts/${account.id}/edit`}>{t('accounts.edit')}</LinkButton>
        </div>
      ) : (
        <ul className="forward-list">
          {account.forwards.map((forward) => (
            <ForwardRow
              key={forward.id}
              account={account}
              forward={forward}
              greeting={greetings.find((greeting) => greeting.forward.id === forward.id)}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}
