import type { Account } from '../../../contract/account.ts'
import { editOfAccount } from '../../accounts/edit-of-account.ts'
import { FailureNotice } from '../../components/notice.tsx'
import { SwitchInput } from '../../components/switch-input.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'

/** Whether the connection comes and goes with the mail app. The account's form has the same choice. */
export const ConnectSwitch = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const set = useAct((isOn: boolean) => call('editAccount', editOfAccount(account, { connect: isOn ? 'on-first-use' : 'manual' })))
  return (
    <div className="done-step-switch">
      <SwitchInput isOn={account.connect === 'on-first-use'} onChange={(isOn) => void set.run(isOn)} isDisabled={set.isBusy}>
        {t('setup.done.onFirstUse')}
      </SwitchInput>
      <p className="quiet">{t('setup.done.onFirstUseAbout')}</p>
      {set.failure !== undefined && <FailureNotice failure={set.failure} />}
    </div>
  )
}
