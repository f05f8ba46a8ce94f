import { FailureError } from '../../contract/failure.ts'
import type { Onboarding } from '../../contract/onboarding.ts'
import type { AccountStore } from './account-store.ts'

/** The unfinished wizard, which survives a restart. */
export interface OnboardingKeeper {
  readonly get: () => Promise<Onboarding | null>
  /**
   * Replaces the stored wizard; null deletes it. Rejects `account-not-found` if the account that it sets up is gone, and the failures
   * of the store.
   */
  readonly save: (onboarding: Onboarding | null) => Promise<void>
}

export const createOnboarding = (store: AccountStore): OnboardingKeeper => ({
  get: async () => (await store.read()).onboarding ?? null,
  save: async (onboarding) => {
    await store.update((data) => {
      if (onboarding === null) return { ...data, onboarding: undefined }
      const { accountId } = onboarding
      if (accountId !== undefined && !data.accounts.some(({ id }) => id === accountId))
        throw new FailureError({ code: 'account-not-found', account: onboarding.server.name })
      return { ...data, onboarding }
    })
  },
})
