import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'

export const KeyStep = (state: StepProps) => (
  <SetupFrame step="key" state={state} title="key">
    {null}
  </SetupFrame>
)
