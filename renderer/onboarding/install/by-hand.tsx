import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { KeyLine } from '../../keys/key-line.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useRequest } from '../../state/use-request.ts'
import { useWords } from '../../state/words.tsx'
import { mailHostsOf } from '../mail-hosts.ts'
import { mailtoOf } from './ready-mail.ts'

/** The line for the server's administrator, with instructions: to copy, to save, or as a ready mail. */
export const ByHand = ({ onboarding, account }: { readonly onboarding: Onboarding; readonly account: Account }) => {
  const { t } = useWords()
  const [savedAs, setSavedAs] = useState<string>()
  const key = {
    accountId: account.id,
    identity: onboarding.key.name,
    restricted: onboarding.install.restricted,
    mailHosts: mailHostsOf(onboarding),
  }
  const { answer: line, failure, again } = useRequest('getKeyLine', key)
  const save = useAct(async () => setSavedAs(await call('savePublicKey', key)))
  const names = { user: printable(account.user), host: printable(account.host) }
  if (line === undefined)
    return failure === undefined ? (
      <p className="quiet">{t('keys.loading')}</p>
    ) : (
      <FailureNotice failure={failure}>
        <Button onPress={again}>{t('common.tryAgain')}</Button>
      </FailureNotice>
    )
  return (
    <>
      <p>{t('setup.install.whatToDo', names)}</p>
      <KeyLine line={line} />
      <div className="keys-acts">
        <a
          className="button button-plain button-link"
          href={mailtoOf({
            subject: t('setup.install.mail.subject', names),
            body: t('setup.install.mail.body', { user: names.user, host: names.host, line }),
          })}
        >
          {t('setup.install.openMail')}
        </a>
        <Button onPress={() => void save.run()} isDisabled={save.isBusy}>
          {t('setup.install.save')}
        </Button>
      </div>
      <p role="status" className="keys-status">
        {savedAs !== undefined && t('setup.install.savedAs', { file: printable(savedAs) })}
      </p>
      {save.failure !== undefined && <FailureNotice failure={save.failure} />}
      <p>{t('setup.install.waits')}</p>
    </>
  )
}
