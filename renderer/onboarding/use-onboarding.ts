import { useLocation } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { onboardingSteps, type Onboarding, type OnboardingStep } from '../../contract/onboarding.ts'
import { changeOnboarding, forgetOnboarding, keepOnboardingNow } from '../state/keep-onboarding.ts'
import { useWindowStore } from '../state/window-state.ts'

/** The props of each screen of the wizard. */
export interface StepProps {
  readonly onboarding: Onboarding
  /** The account of the wizard; defined from the second screen on. */
  readonly account: Account | undefined
}

/** The address of a screen of the wizard. */
export const pathOfStep = (step: OnboardingStep): string => `/setup/${step}`

const place = (step: OnboardingStep): number => onboardingSteps.indexOf(step)

/** The screens before and after one, without those that the person's choices leave out. */
export const neighbours = (
  step: OnboardingStep,
  { key }: Pick<Onboarding, 'key'>,
): { readonly before: OnboardingStep | undefined; readonly after: OnboardingStep | undefined } => {
  // With a password or an agent Postern has no key to install.
  const steps = onboardingSteps.filter((name) => name !== 'install' || key.way === 'make' || key.way === 'existing')
  const at = steps.indexOf(step)
  return { before: steps[at - 1], after: steps[at + 1] }
}

/** The present state of the wizard, which an act may have changed since the screen was drawn. */
const current = (): Onboarding | undefined => useWindowStore.getState().onboarding ?? undefined

export interface OnboardingActs {
  /** Changes the state of the wizard, which is saved on disk a moment later. */
  readonly change: (change: Partial<Onboarding>) => void
  /** Saves the state, and then goes to the next screen. Rejects with FailureError. */
  readonly goOn: (change?: Partial<Onboarding>) => Promise<void>
  readonly goBack: () => void
  /** Ends the wizard: the account stays, and the typed values are deleted. */
  readonly finish: () => Promise<void>
}

export const useOnboardingActs = (step: OnboardingStep): OnboardingActs => {
  const [, go] = useLocation()
  const change: OnboardingActs['change'] = (part) => {
    const before = current()
    if (before !== undefined) changeOnboarding({ ...before, ...part })
  }
  const goTo = (next: OnboardingStep): void => {
    const before = current()
    if (before === undefined) return
    change({ step: next, reached: place(next) > place(before.reached) ? next : before.reached })
  }
  return {
    change,
    goOn: async (part = {}) => {
      change(part)
      const before = current()
      const { after } = before === undefined ? { after: undefined } : neighbours(step, before)
      if (after === undefined) return
      goTo(after)
      await keepOnboardingNow()
      go(pathOfStep(after))
    },
    goBack: () => {
      const before = current()
      const { before: earlier } = before === undefined ? { before: undefined } : neighbours(step, before)
      if (earlier === undefined) {
        go('/')
        return
      }
      goTo(earlier)
      go(pathOfStep(earlier))
    },
    finish: async () => {
      const accountId = current()?.accountId
      await forgetOnboarding()
      // The page changes first, because the wizard's page would begin a new wizard.
      go(accountId === undefined ? '/' : `/accounts/${accountId}`)
      useWindowStore.setState({ onboarding: null })
    },
  }
}
