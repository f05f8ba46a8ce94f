import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'

export const InstallStep = (state: StepProps) => (
  <SetupFrame step="install" state={state} title="install">
    {null}
  </SetupFrame>
)
