import type { Account } from '../../../contract/account.ts'
import { connectTimesByUse } from '../../accounts/connect-times.ts'
import { editOfAccount } from '../../accounts/edit-of-account.ts'
import { FailureNotice } from '../../components/notice.tsx'
import { RadioInput } from '../../components/radio-input.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'

/** When the account connects from now on. The account's form has the same choice. */
export const ConnectChoice = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const set = useAct((connect: Account['connect']) => call('editAccount', editOfAccount(account, { connect })))
  return (
    <div className="done-step-choice">
      <RadioInput
        label={t('setup.done.connect')}
        choices={connectTimesByUse.map((value) => ({
          value,
          name: t(`editor.connectWhen.${value}`),
          description: t(`editor.connectUse.${value}`),
          isDisabled: set.isBusy,
        }))}
        value={account.connect}
        onChange={(connect) => void set.run(connect)}
      />
      {set.failure !== undefined && <FailureNotice failure={set.failure} />}
    </div>
  )
}
