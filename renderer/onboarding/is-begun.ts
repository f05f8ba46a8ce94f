import { newOnboarding, type Onboarding } from '../../contract/onboarding.ts'

/**
 * Whether the person has chosen or typed something in the wizard. `userName` is their name on this computer, with which the wizard begins.
 */
export const isBegun = (onboarding: Onboarding, userName: string): boolean => {
  const { server, accountId } = onboarding
  const blank = newOnboarding(userName).server
  const fields = ['mailAddress', 'host', 'port', 'user', 'name', 'mailHost'] as const
  return accountId !== undefined || server.imported !== undefined || fields.some((field) => server[field] !== blank[field])
}
