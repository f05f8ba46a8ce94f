import { SetupFrame } from './setup-frame.tsx'
import type { StepProps } from './use-onboarding.ts'

export const DoneStep = (state: StepProps) => (
  <SetupFrame step="done" state={state} title="done">
    {null}
  </SetupFrame>
)
