import { Button } from '../../components/button.tsx'
import { useRequest } from '../../state/use-request.ts'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'
import { KeyForm } from './key-form.tsx'

/** The choice of log-in: a new key, an existing key, or neither. */
export const KeyStep = (state: StepProps) => {
  const { t } = useWords()
  const { answer: identities, failure, again } = useRequest('listIdentities', {})
  const { account } = state
  if (identities !== undefined && account !== undefined) return <KeyForm state={state} account={account} identities={identities} />
  return (
    <SetupFrame
      step="key"
      state={state}
      title={t('setup.key.title')}
      failure={failure}
      failureActs={<Button onPress={again}>{t('common.tryAgain')}</Button>}
    >
      {failure === undefined && <p className="quiet">{t('keys.loading')}</p>}
    </SetupFrame>
  )
}
