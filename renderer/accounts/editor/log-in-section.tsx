import { useEffect, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { Failure } from '../../../contract/failure.ts'
import type { Identity } from '../../../contract/identity.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { say } from '../../components/toasts.tsx'
import { Section } from '../../layout/page.tsx'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'
import { IdentityFields } from './identity-fields.tsx'
import { MethodList } from './method-list.tsx'

/** The key and the authentication methods of the account. */
export const LogInSection = ({ accountId }: { readonly accountId: string | undefined }) => {
  const { t } = useWords()
  const { control } = useFormContext<AccountValues>()
  const methods = useWatch({ control, name: 'authentication' })
  const [identities, setIdentities] = useState<readonly Identity[]>()
  const [failure, setFailure] = useState<Failure>()

  useEffect(() => {
    let isGone = false
    call('listIdentities', {}).then(
      (answer) => {
        if (!isGone) setIdentities(answer)
      },
      (error: unknown) => {
        if (!isGone) setFailure(failureToShow(error))
      },
    )
    return () => {
      isGone = true
    }
  }, [])

  const hasPassword = methods.some(({ method, isOn }) => method === 'password' && isOn)
  return (
    <Section title={t('editor.logIn')}>
      {failure !== undefined && <FailureNotice failure={failure} />}
      {identities === undefined && failure === undefined && <p className="quiet">{t('editor.keysLoading')}</p>}
      {(identities !== undefined || failure !== undefined) && <IdentityFields identities={identities ?? []} />}
      <MethodList />
      {accountId !== undefined && hasPassword && <ForgetPassword accountId={accountId} />}
    </Section>
  )
}

const ForgetPassword = ({ accountId }: { readonly accountId: string }) => {
  const { t } = useWords()
  const forget = useAct(async () => {
    await call('forgetPassword', { accountId })
    say({ text: t('editor.passwordForgotten') })
  })
  return (
    <div className="editor-foot">
      <Button isDisabled={forget.isBusy} onPress={() => void forget.run()}>
        {t('editor.forgetPassword')}
      </Button>
      {forget.failure !== undefined && <FailureNotice failure={forget.failure} />}
    </div>
  )
}
