import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import { useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import { InstallForm } from './install-form.tsx'
import type { Account } from '../../../contract/account.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { KeyLine } from '../../keys/key-line.tsx'
import { useRequest } from '../../state/use-request.ts'

/** The install of the public key on the server, and the proof that the server accepts it. */
export const InstallStep = (state: StepProps) => {
  const { t } = useWords()
  const { goOn } = useOnboardingActs('install')
  const { account, onboarding } = state
  if (account === undefined) return null
  if (onboarding.key.path === '') return <InstallForm state={state} account={account} />
  return (
    <SetupFrame step="install" state={state} title={t('setup.install.title')} onContinue={() => void goOn()}>
      <FileInPlace path={onboarding.key.path} account={account} />
    </SetupFrame>
  )
}

/** The public key line of a file that Postern uses in place and does not install on servers. */
const FileInPlace = ({ path, account }: { readonly path: string; readonly account: Account }) => {
  const { t } = useWords()
  const { answer: key, failure, again } = useRequest('inspectIdentity', { reference: { kind: 'file', path } })
  return (
    <>
      <p>{t('setup.install.inPlace', { file: printable(path) })}</p>
      <p>{t('setup.install.inPlaceNot', { user: printable(account.user), host: printable(account.host) })}</p>
      {key !== undefined && <KeyLine line={key.publicKeyLine} />}
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
    </>
  )
}
