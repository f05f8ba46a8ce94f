import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import { useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import { FileInPlace } from './file-in-place.tsx'
import { InstallForm } from './install-form.tsx'

/** How the server gets the public key, and the proof that it takes it. */
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
