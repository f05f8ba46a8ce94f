import type { Account, AccountDraft } from '../../contract/account.ts'
import { forwardName } from '../../words/forward-words.ts'
import { localeTags } from '../../words/language.ts'
import { Button } from '../components/button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { say } from '../components/toasts.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWords } from '../state/words.tsx'
import { betterMailTls } from './better-mail-tls.ts'
import { editOfAccount } from './edit-of-account.ts'
import './mail-tls-offer.css'

/** Offers the encryption that Postern can bring to the account's mail servers, until the person uses it or leaves it as it is. */
export const MailTlsOffer = ({ account }: { readonly account: Account }) => {
  const { t, language } = useWords()
  const better = account.keepsMailTls === true ? [] : betterMailTls(account)
  const edit = useAct(async (change: Partial<AccountDraft>) => {
    await call('editAccount', editOfAccount(account, change))
  })
  if (better.length === 0) return null

  const use = async (): Promise<void> => {
    const forwards = account.forwards.map((forward) => better.find(({ id }) => id === forward.id) ?? forward)
    if (await edit.run({ forwards })) say({ text: t('accounts.mailTlsOffer.used') })
  }
  const names = better.map((forward) => `${forwardName(t, forward)} (${t(`mailTls.${forward.mailTls}`)})`)
  return (
    <Notice look="quiet" title={t('accounts.mailTlsOffer.title')}>
      <p>{t('accounts.mailTlsOffer.about', { forwards: new Intl.ListFormat(localeTags[language]).format(names) })}</p>
      {edit.failure !== undefined && <FailureNotice failure={edit.failure} />}
      <div className="mail-tls-offer-acts">
        <Button isPending={edit.isBusy} onPress={() => void use()}>
          {t('accounts.mailTlsOffer.use')}
        </Button>
        <Button look="quiet" onPress={() => void edit.run({ keepsMailTls: true })}>
          {t('accounts.mailTlsOffer.leave')}
        </Button>
      </div>
    </Notice>
  )
}
