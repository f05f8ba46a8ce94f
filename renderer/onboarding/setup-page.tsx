import { useEffect, type ComponentType } from 'react'
import { Redirect } from 'wouter'
import { newOnboarding, onboardingSteps, type OnboardingStep } from '../../contract/onboarding.ts'
import { changeOnboarding } from '../state/keep-onboarding.ts'
import { useWindowState } from '../state/window-state.ts'
import { ClientStep } from './client/client-step.tsx'
import { DoneStep } from './done/done-step.tsx'
import { InstallStep } from './install/install-step.tsx'
import { KeyStep } from './key/key-step.tsx'
import { MailStep } from './mail/mail-step.tsx'
import { ServerStep } from './server/server-step.tsx'
import { TrustStep } from './trust-step.tsx'
import { pathOfStep, type StepProps } from './use-onboarding.ts'

const screens: Readonly<Record<OnboardingStep, ComponentType<StepProps>>> = {
  server: ServerStep,
  trust: TrustStep,
  key: KeyStep,
  install: InstallStep,
  mail: MailStep,
  client: ClientStep,
  done: DoneStep,
}

const isStep = (name: string | undefined): name is OnboardingStep => onboardingSteps.some((step) => step === name)

/**
 * The wizard, at the screen that the address names. It begins a new wizard if there is no unfinished one. An address beyond the reached
 * screen, such as one of the browser's history, redirects to the present screen.
 */
export const SetupPage = ({ name }: { readonly name: string | undefined }) => {
  const onboarding = useWindowState((state) => state.onboarding)
  const userName = useWindowState(({ about }) => about.userName)
  const account = useWindowState(({ accounts }) => accounts.find(({ id }) => id === onboarding?.accountId))
  useEffect(() => {
    if (onboarding === null) changeOnboarding(newOnboarding(userName))
  }, [onboarding, userName])
  if (onboarding === null) return null
  const isReached = isStep(name) && onboardingSteps.indexOf(name) <= onboardingSteps.indexOf(onboarding.reached)
  // Without an account, for example after its removal, the wizard begins with the server.
  const step = account === undefined ? 'server' : onboarding.step
  if (!isReached || (account === undefined && name !== 'server')) return <Redirect to={pathOfStep(step)} replace />
  const Screen = screens[name]
  return <Screen key={name} onboarding={onboarding} account={account} />
}
