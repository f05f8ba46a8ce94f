import type { OnboardingKeeper } from '../accounts/create-onboarding.ts'
import type { Core } from '../core.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface OnboardingRequestDependencies extends Pick<Core, 'findMailServices'> {
  readonly onboarding: OnboardingKeeper
}

type OnboardingHandlers = Pick<RequestHandlers, 'getOnboarding' | 'saveOnboarding' | 'findMailServices'>

/** Requests of the wizard: its stored state, and the search for mail servers through its account. */
export const onboardingRequests = ({ onboarding, findMailServices }: OnboardingRequestDependencies): OnboardingHandlers => ({
  getOnboarding: () => onboarding.get(),
  saveOnboarding: async ({ onboarding: kept }) => {
    await onboarding.save(kept)
    return null
  },
  findMailServices: ({ accountId, hosts }) => findMailServices(accountId, hosts),
})
