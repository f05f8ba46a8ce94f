import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'

export const ClientStep = (state: StepProps) => (
  <SetupFrame step="client" state={state} title="client">
    {null}
  </SetupFrame>
)
