import { newOnboarding, type Onboarding } from '../../contract/onboarding.ts'

/** Whether there is something in the wizard that a person chose or typed; `userName` is their name on this computer, which it begins with. */
export const isBegun = (onboarding: Onboarding, userName: string): boolean => {
  const { server, accountId } = onboarding
  const blank = newOnboarding(userName).server
  const fields = ['mailAddress', 'host', 'port', 'user', 'name', 'mailHost'] as const
  return accountId !== undefined || server.imported !== undefined || fields.some((field) => server[field] !== blank[field])
}
