import { useState } from 'react'
import { Redirect } from 'wouter'
import { printable } from '../../../words/printable.ts'
import { Page } from '../../layout/page.tsx'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import { AccountForm } from './account-form.tsx'
import { newValues, valuesOfAccount } from './account-values.ts'

export const NewAccountPage = () => {
  const { t } = useWords()
  const userName = useWindowState(({ about }) => about.userName)
  const [initial] = useState(() => newValues(userName))
  return (
    <Page title={t('editor.newTitle')} back="/">
      <AccountForm account={undefined} initial={initial} back="/" />
    </Page>
  )
}

/** Keeps the account as it was when the page opened, so that a change from elsewhere does not replace typed text. */
export const AccountEditorPage = ({ accountId }: { readonly accountId: string }) => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const [account] = useState(() => accounts.find(({ id }) => id === accountId))
  const [initial] = useState(() => account && valuesOfAccount(account))
  if (account === undefined || initial === undefined) return <Redirect to="/" replace />
  const back = `/accounts/${account.id}`
  return (
    <Page title={t('editor.editTitle', { account: printable(account.name) })} back={back}>
      <AccountForm account={account} initial={initial} back={back} />
    </Page>
  )
}
