import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'

export const ServerStep = (state: StepProps) => (
  <SetupFrame step="server" state={state} title="server">
    {null}
  </SetupFrame>
)
