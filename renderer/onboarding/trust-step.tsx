import { SetupFrame } from './setup-frame.tsx'
import type { StepProps } from './use-onboarding.ts'

export const TrustStep = (state: StepProps) => (
  <SetupFrame step="trust" state={state} title="trust">
    {null}
  </SetupFrame>
)
