import type { ReactNode } from 'react'
import type { Failure } from '../../contract/failure.ts'
import { onboardingSteps, type OnboardingStep } from '../../contract/onboarding.ts'
import { Button } from '../components/button.tsx'
import { Acts } from '../components/dialog.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { RouteLine } from '../components/route-line.tsx'
import { Page } from '../layout/page.tsx'
import { useWords } from '../state/words.tsx'
import './setup-frame.css'
import { neighbours, useOnboardingActs, type StepProps } from './use-onboarding.ts'
import { routeOfSetup } from './route-of-setup.ts'

/**
 * A screen of the wizard: its title, the route as far as it is set up, its fields, and the buttons Back and Continue. `onContinue` acts on
 * the answer, and then calls `goOn` of useOnboardingActs. Without `onContinue` there is no Continue.
 */
export const SetupFrame = ({
  step,
  state,
  title,
  children,
  onContinue,
  continueWords,
  isBusy = false,
  failure,
  failureActs,
}: {
  readonly step: OnboardingStep
  readonly state: StepProps
  readonly title: string
  readonly children: ReactNode
  readonly onContinue?: (() => void) | undefined
  /** The words of the Continue button in place of "Continue". */
  readonly continueWords?: string | undefined
  readonly isBusy?: boolean
  readonly failure?: Failure | undefined
  /** The button for the next step of the failure. */
  readonly failureActs?: ReactNode
}) => {
  const { t } = useWords()
  const { goBack } = useOnboardingActs(step)
  const { before, after } = neighbours(step, state.onboarding)
  return (
    <Page title={title}>
      <div className="setup-frame-progress">
        <p className="quiet">{t('setup.place', { number: onboardingSteps.indexOf(step) + 1, all: onboardingSteps.length })}</p>
        <RouteLine route={routeOfSetup(t, state)} size="small" />
      </div>
      <form
        className="setup-frame"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onContinue?.()
        }}
      >
        {children}
        {failure !== undefined && <FailureNotice failure={failure}>{failureActs}</FailureNotice>}
        <Acts>
          {after !== undefined && (
            <LinkButton to="/" look="quiet">
              {t('setup.later')}
            </LinkButton>
          )}
          {before !== undefined && <Button onPress={goBack}>{t('setup.back')}</Button>}
          {onContinue !== undefined && (
            <Button type="submit" look="act" isPending={isBusy}>
              {continueWords ?? t('setup.continue')}
            </Button>
          )}
        </Acts>
      </form>
    </Page>
  )
}
