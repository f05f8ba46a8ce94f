import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'

export const MailStep = (state: StepProps) => (
  <SetupFrame step="mail" state={state} title="mail">
    {null}
  </SetupFrame>
)
