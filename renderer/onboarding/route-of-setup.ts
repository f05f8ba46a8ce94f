import type { Account } from '../../contract/account.ts'
import { onboardingSteps, type Onboarding, type OnboardingStep } from '../../contract/onboarding.ts'
import { printable } from '../../words/printable.ts'
import type { Translate } from '../../words/translate.ts'
import { isLastHopOpen } from '../accounts/route-of-account.ts'
import type { HopState, MailRoute } from '../components/route-line.tsx'

/** The route of the mail as far as it is set up: the wizard's progress (look.md). */
export const routeOfSetup = (
  t: Translate,
  { onboarding, account }: { readonly onboarding: Onboarding; readonly account: Account | undefined },
): MailRoute => {
  const isPast = (step: OnboardingStep): boolean => onboardingSteps.indexOf(onboarding.reached) > onboardingSteps.indexOf(step)
  const forwards = account?.forwards.filter(({ enabled }) => enabled) ?? []
  const hasMail = isPast('mail') && forwards.length > 0
  const lastLeg: HopState =
    account !== undefined && forwards.some((forward) => isLastHopOpen(account, forward)) ? 'open' : 'protected'
  const client = onboarding.client
  return {
    stations: [
      { name: t('way.mailApp'), detail: client === undefined ? undefined : t(`guides.client.${client}`) },
      { name: t('way.thisComputer') },
      { name: t('way.sshServer'), detail: account === undefined ? undefined : printable(account.host) },
      { name: t('way.mailServer', { count: 1 }) },
    ],
    // New Outlook's mail does not pass through this computer.
    hops: [
      isPast('client') && client !== 'new-outlook' ? 'protected' : 'unknown',
      isPast('trust') ? 'protected' : 'unknown',
      hasMail ? lastLeg : 'unknown',
    ],
  }
}
