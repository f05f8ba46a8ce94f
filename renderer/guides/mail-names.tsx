import { AccountSchema, mailUserOf, type Account } from '../../contract/account.ts'
import { editOfAccount } from '../accounts/edit-of-account.ts'
import { call } from '../postern-client.ts'
import { useWords } from '../state/words.tsx'
import { ChangeableValue } from './changeable-value.tsx'

const { mailUser: mailUserSchema, mailAddress: mailAddressSchema } = AccountSchema.shape

/** The person's user name and mail address, which the guides use, each with a button to change it. */
export const MailNames = ({ account, needsAddress }: { readonly account: Account; readonly needsAddress: boolean }) => {
  const { t } = useWords()
  return (
    <div className="guide-view-names">
      <ChangeableValue
        label={t('guide.mailUser')}
        description={t('guide.mailUserUse')}
        value={mailUserOf(account)}
        isNeeded={false}
        reasonFor={(typed) => (mailUserSchema.safeParse(typed).success ? undefined : 'user-name')}
        onSave={(mailUser) => call('editAccount', editOfAccount(account, { mailUser }))}
      />
      <ChangeableValue
        label={t('guide.mailAddress')}
        description={t('guide.mailAddressUse')}
        value={account.mailAddress}
        isNeeded={needsAddress}
        reasonFor={(typed) => (mailAddressSchema.safeParse(typed).success ? undefined : 'mail-address')}
        onSave={(mailAddress) => call('editAccount', editOfAccount(account, { mailAddress }))}
      />
    </div>
  )
}
